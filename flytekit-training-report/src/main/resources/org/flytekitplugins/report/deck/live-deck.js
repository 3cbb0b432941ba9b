const events = new EventSource('events');
const live = document.getElementById('live');
const main = document.querySelector('main');
// What the reader has chosen and opened stays so when the deck is drawn anew.
const kept = () => ({
  over: document.querySelector('input:checked')?.id,
  open: [...main.querySelectorAll('details')].map((one) => one.open),
});
events.addEventListener('deck', (event) => {
  const before = kept();
  main.innerHTML = event.data;
  document.title = main.querySelector('h1').firstChild.textContent;
  if (before.over) document.getElementById(before.over)?.click();
  main.querySelectorAll('details').forEach((one, i) => { one.open = before.open[i] ?? false; });
  live.textContent = 'Drawn while it runs.';
});
events.addEventListener('trainings', (event) => {
  document.getElementById('trainings').innerHTML = event.data;
});
events.addEventListener('end', (event) => {
  events.close();
  live.textContent = event.data;
});
events.onerror = () => { live.textContent = 'Nobody answers any more: this is the last that was drawn.'; };
