this.style.height='0';this.style.height=(this.contentDocument.documentElement.scrollHeight+16)+'px'
