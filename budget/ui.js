// What our pages do in the reader's browser that Streamlit does not. Sent by ui.frame with every run of a page, so that a window
// meets it many times; what has to last from one run to the next is kept by the window itself, under names that begin with mz.
window.mz = {
  // Streamlit repaints its own parts when the reader switches between light and dark, but does not run the page again:
  // our colours and figures would stay as they were. This presses a hidden button then.
  // Leaving a page by a link, it first empties the address of that page: going back would find no choices there. That step is
  // left out, and the page that a reader goes back to is opened anew, with the choices that stand in its address. A choice made
  // on a page it writes over the address that was there, and going back would leave the page: after something that the reader
  // did, the address before is kept as a step to go back to. What Streamlit sets right by itself, when a page opens, is no step.
  watch() {
    const app = document.querySelector('.stApp');
    if (!app || app.dataset.watched) return;
    app.dataset.watched = 'yes';
    const ground = () => getComputedStyle(app).backgroundColor;
    let last = ground();
    new MutationObserver(() => {
      if (ground() === last) return;
      last = ground();
      document.querySelector('.st-key-repaint button')?.click();
    }).observe(app, {attributes: true, attributeFilter: ['class']});
    const push = history.pushState.bind(history);
    let leaving = false;
    document.addEventListener('click', event => { leaving = Boolean(event.target.closest('a')); }, true);
    history.pushState = (state, title, to) => {
      const next = new URL(to ?? '', location.href);
      const here = next.pathname === location.pathname;
      // Emptied of its choices; language and filters may stay.
      const had = new URLSearchParams(location.search), kept = [...next.searchParams];
      if (leaving && here && kept.length < [...had].length && kept.every(([name, value]) => had.getAll(name).includes(value))) return;
      leaving = leaving && here;
      acted = false;
      push(state, title, to);
    };
    const replace = history.replaceState.bind(history);
    let acted = false;
    for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, event => { acted = acted || event.isTrusted; }, true);
    history.replaceState = (state, title, to) => {
      const next = new URL(to ?? '', location.href);
      const chosen = acted && next.pathname === location.pathname && next.search !== location.search;
      if (chosen) acted = false;
      (chosen ? push : replace)(state, title, to);
    };
    addEventListener('popstate', () => location.reload());
  },

  // What Streamlit says of itself is English: on a Chinese page it is put into Chinese wherever it comes up, and back again.
  // Nothing of ours is touched: what stands in our HTML, in labels or in figures speaks the right language.
  speak(pairs) {
    const whole = new Map(pairs.filter(([from]) => !from.includes('{}')));
    const parts = pairs.filter(([from]) => from.includes('{}')).map(([from, to]) => [...from.split('{}'), to]);
    window.mzSay = text => whole.get(text) ?? parts.filter(([head, tail]) =>
      text.startsWith(head) && text.endsWith(tail) && text.length > head.length + tail.length).map(([head, tail, to]) =>
      to.replace('{}', () => text.slice(head.length, text.length - tail.length)))[0];
    const ours = '[data-testid=stHtml], [data-testid=stMarkdownContainer], .js-plotly-plot, script, style';
    const put = node => {
      if (node.nodeName === 'PRE') node.tabIndex = 0;  // code that is longer than its box is moved by keyboard, too
      if (node.nodeType === Node.TEXT_NODE) {
        const said = mzSay(node.nodeValue);
        if (said) node.nodeValue = said;
      } else for (const name of ['aria-label', 'title', 'placeholder']) {
        const said = node.hasAttribute(name) && mzSay(node.getAttribute(name));
        if (said) node.setAttribute(name, said);
      }
    };
    const visit = root => {
      if (!root.isConnected || (root.nodeType === Node.TEXT_NODE ? root.parentElement : root).closest(ours)) return;
      put(root);
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
        node => node.nodeType === Node.ELEMENT_NODE && node.matches(ours) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
      while (walker.nextNode()) put(walker.currentNode);
    };
    window.mzVisit = visit;
    visit(document.body);
    if (window.mzHears) return;
    window.mzHears = true;
    const all = nodes => nodes.forEach(node => (node.nodeType === Node.ELEMENT_NODE || node.nodeType === Node.TEXT_NODE) && window.mzVisit(node));
    new MutationObserver(changes => changes.forEach(change =>
      all(change.type === 'childList' ? change.addedNodes : [change.target]))).observe(
      document.body, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['aria-label', 'title', 'placeholder']});
  },

  runAgain() {
    const again = () => {
      const button = document.querySelector('.stApp[data-test-script-state=notRunning] .st-key-repaint button');
      if (button) button.click(); else setTimeout(again, 100);
    };
    setTimeout(again, 100);
  },

  // Streamlit takes the end of an address away when it writes choices into it: how the page was opened is asked of the browser.
  // Once only, and when what stands above has been drawn and pushes nothing down any more.
  toAnchor(anchor) {
    const opened = performance.getEntriesByType('navigation')[0]?.name ?? '';
    if (window.mzOpened || !opened.endsWith(`#${anchor}`)) return;
    window.mzOpened = true;
    setTimeout(() => document.querySelector(`.at-${anchor}`)?.scrollIntoView(), 800);
  },

  // A year long, for our own pages only. Where another window has kept another value in the meantime, this one begins anew with that.
  keep(name, value) {
    const held = document.cookie.split('; ').find(one => one.startsWith(`${name}=`))?.slice(name.length + 1);
    if (held === value) return;
    if (/^[\w-]{22}$/.test(held ?? '') && !sessionStorage.getItem(name)) {
      sessionStorage.setItem(name, 'asked');
      location.reload();
    } else document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
  },
};
