// What a reader sees of a page in a frame: run when the frame has loaded, told by one line each.
function probe(frame) {
  const page = frame.contentDocument;
  const isSeen = (one) => one.getClientRects().length > 0 &&
    frame.contentWindow.getComputedStyle(one).visibility === 'visible';
  const seen = (selector) => [...page.querySelectorAll(selector)].filter(isSeen);
  const count = (selector) => seen(selector).length;
  const text = (selector) => seen(selector).map((one) => one.textContent.trim().replace(/\s+/g, ' '));
  const overlapping = () => seen('svg').flatMap((image) => {
    const boxes = [...image.querySelectorAll('text')].map((one) => one.getBoundingClientRect());
    return boxes.filter((a, i) => boxes.some((b, j) => i < j &&
      a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2));
  }).length;
  const cutOff = () => seen('svg').flatMap((image) => {
    const all = image.getBoundingClientRect();
    return [...image.querySelectorAll('text')].map((one) => one.getBoundingClientRect()).filter((box) =>
      box.left < all.left - 1 || box.right > all.right + 1);
  }).length;
  const smallest = () => Math.min(...seen('body *').filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())).map((one) =>
    one.ownerSVGElement ? one.getBoundingClientRect().height : parseFloat(frame.contentWindow.getComputedStyle(one).fontSize)));
  return [
    'width ' + page.documentElement.scrollWidth,
    'title ' + text('h1'),
    'figures ' + text('figcaption').join(', '),
    'curves ' + count('polyline.curve') + ', raw ' + count('polyline.raw') + ', bands ' + count('.band'),
    'marks in figures: lost ' + count('g.lost') + ', back ' + count('g.back') + ', saved ' + count('path.saved'),
    'timeline: rows ' + count('.timeline .row:not(.ticks)') + ', bars ' + count('.row:not(.ticks) .track i') + ', lost ' + count('.track b.lost') +
      ', back ' + count('.track b.back') + ', saved ' + count('.track b.saved'),
    'failures ' + count('.failures tr:not(:first-child)') + ', logs ' + count('details') +
      ', costs ' + count('.cost tr:not(:first-child)'),
    'labels on each other ' + overlapping() + ', cut off ' + cutOff(),
    'smallest text ' + (smallest() >= 11 ? 'is readable' : smallest()),
    'ground ' + frame.contentWindow.getComputedStyle(page.body).backgroundColor,
  ].join('\n');
}
