// Figures as they are printed (JSON by name) come in; pictures of them, drawn by the reader's own browser, go out as downloads. A file of
// several parts is put together by the server: it gets the pictures, and hands the finished file back.

const EDGE = 605, CM = 16, SCALE = 3.125; // px and cm across, and 300 dots to the inch (budget/export/picture.py)

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector('.mz-pictures');
  const status = parentElement.querySelector('.mz-said');
  const figures = Object.entries(data.figures).map(([name, text]) => [name, JSON.parse(text)]);
  const [[, figure] = []] = figures;
  const say = text => { status.textContent = text; };
  const send = (form, pictures) => {
    say(data.making);
    setTriggerValue('pictures', { form, pictures });
  };
  const all = async () => {
    const pictures = {};
    for (const [name, one] of figures) {
      say(`${data.drawing} ${Object.keys(pictures).length + 1} / ${figures.length}`);
      pictures[name] = await base64(await png(one));
    }
    return pictures;
  };
  const forms = {
    png: async () => save(await png(figure), `${data.name}.png`),
    svg: async () => save(new Blob([await svg(figure)], { type: 'image/svg+xml' }), `${data.name}.svg`),
    pdf: async () => print(await svg(figure), figure.layout.height, data.name, data.page),
    zip: async () => send('zip', { png: await base64(await png(figure)), svg: await svg(figure) }),
    docx: async () => send('docx', await all()),
    xlsx: async () => send('xlsx', await all()),
    html: async () => send('html', {}),
  };
  list.replaceChildren(...Object.entries(data.labels).map(([form, label]) => {
    const item = document.createElement('li'), button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.dataset.form = form;
    button.onclick = async () => {
      say(data.drawing);
      try {
        await forms[form]();
        if (status.textContent !== data.making) say('');
      } catch (error) {
        console.error(error);
        say(data.failed);
      }
    };
    item.append(button);
    return item;
  }));
  if (data.made && window.mzMade !== data.made.token) {
    window.mzMade = data.made.token; // the same answer may be drawn twice
    const { content, type, ending } = data.made;
    fetch(`data:${type};base64,${content}`).then(answer => answer.blob()).then(file => save(file, `${data.name}.${ending}`));
    say('');
  }
}

// Plotly as our own server has it: loaded by the first picture, kept for the others.
function plotly() {
  window.mzPlotly ??= new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = new URL('component/budget.ui_export.plotly/plotly.min.js', location.href);
    script.onload = () => done(window.Plotly);
    script.onerror = () => { window.mzPlotly = undefined; fail(new Error(script.src)); };
    document.head.append(script);
  });
  return window.mzPlotly;
}

async function draw(figure, format, scale) {
  const library = await plotly();
  await document.fonts.ready;
  return library.toImage({ data: figure.data, layout: figure.layout, config: { staticPlot: true } },
    { format, scale, width: EDGE, height: figure.layout.height });
}

async function svg(figure) {
  const address = await draw(figure, 'svg', 1);
  const text = decodeURIComponent(address.slice(address.indexOf(',') + 1));
  // As wide as on paper; and the forms of the signs are those of China wherever a font has several.
  const high = (figure.layout.height / EDGE * CM).toFixed(3);
  return text.replace(/<svg([^>]*?) width="[^"]*" height="[^"]*"/, `<svg$1 xml:lang="zh-CN" width="${CM}cm" height="${high}cm"`);
}

async function png(figure) {
  const address = await draw(figure, 'png', SCALE);
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  // How many dots there are to the metre stands before the picture itself: programs then place it 16 cm wide.
  const across = new DataView(bytes.buffer).getUint32(16);
  const chunk = new Uint8Array(21), view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set([112, 72, 89, 115], 4); // pHYs
  view.setUint32(8, Math.round(across / CM * 100));
  view.setUint32(12, Math.round(across / CM * 100));
  chunk[16] = 1;
  view.setUint32(17, crc(chunk.subarray(4, 17)));
  return new Blob([bytes.subarray(0, 33), chunk, bytes.subarray(33)], { type: 'image/png' });
}

function crc(bytes) {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

function base64(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}

function save(file, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// A PDF is what the browser prints: letters stay letters. The page is as large as the picture.
function print(text, height, name, page) {
  document.querySelector('.mz-print')?.remove();
  const frame = document.createElement('iframe');
  frame.className = 'mz-print';
  frame.title = name;
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden';
  const filled = { wide: CM, high: (height / EDGE * CM).toFixed(3), svg: text };
  frame.srcdoc = page.replace(/\{\{(wide|high|svg)\}\}/g, (_, key) => filled[key]);
  return new Promise(done => {
    frame.onload = () => {
      frame.contentDocument.title = name;
      frame.contentWindow.print();
      done();
    };
    document.body.append(frame);
  });
}
