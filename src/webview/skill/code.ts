import { html, render } from 'lit';
import type { Diagram } from '../../core/model';
import type { Strings } from '../../protocol/skill';
import { fill } from '../../core/format';
import { sanitiseDrawing } from '../ui/sanitise';

/** Names of languages as people write them. */
const names: Readonly<Record<string, string>> = {
  apache: 'Apache',
  bash: 'Shell',
  c: 'C',
  caddy: 'Caddyfile',
  csharp: 'C#',
  css: 'CSS',
  dockerfile: 'Dockerfile',
  go: 'Go',
  graphql: 'GraphQL',
  haproxy: 'HAProxy',
  html: 'HTML',
  http: 'HTTP',
  ini: 'INI',
  java: 'Java',
  javascript: 'JavaScript',
  json: 'JSON',
  lighttpd: 'Lighttpd',
  nginx: 'NGINX',
  objectivec: 'Objective-C',
  php: 'PHP',
  python: 'Python',
  redis: 'Redis',
  ruby: 'Ruby',
  rust: 'Rust',
  sql: 'SQL',
  swift: 'Swift',
  text: 'Text',
  typescript: 'TypeScript',
  xml: 'XML',
  yaml: 'YAML',
};

export interface CodeActions {
  copy(sample: number): void;
  open(sample: number): void;
}

/**
 * Gives code, tables, quotes and pictures of a sanitised fragment their frames and buttons. Only this trusted code makes controls and ids.
 *
 * @param diagrams those that the page has not shown yet; what is shown here is taken out.
 */
export function furnish(
  fragment: DocumentFragment,
  diagrams: Set<Diagram>,
  strings: Strings,
  actions: CodeActions,
): void {
  for (const place of fragment.querySelectorAll<HTMLElement>('[data-diagram]'))
    furnishDiagram(place, diagrams, strings);
  for (const heading of fragment.querySelectorAll<HTMLElement>('h3[data-anchor]')) {
    heading.id = `section-${heading.dataset['anchor']!}`;
    heading.tabIndex = -1;
  }
  for (const block of fragment.querySelectorAll<HTMLElement>('div.code')) furnishCode(block, strings, actions);
  for (const table of fragment.querySelectorAll('table')) furnishTable(table);
  for (const list of fragment.querySelectorAll('ul')) list.classList.add('dots');
  for (const quote of fragment.querySelectorAll('blockquote')) furnishQuote(quote);
}

function furnishCode(block: HTMLElement, strings: Strings, actions: CodeActions): void {
  const { language = '', file = '', sample } = block.dataset;
  const pre = block.querySelector('pre');
  if (!pre) return;
  const isOutput = language === 'output';
  const name = isOutput ? strings.output : (names[language] ?? language);
  // Wide code scrolls sideways, so the keyboard must reach it.
  pre.tabIndex = 0;
  pre.setAttribute('role', 'region');
  pre.setAttribute('aria-label', isOutput ? strings.output : fill(strings.sample, name));
  block.classList.toggle('output', isOutput);
  const bar = document.createElement('div');
  bar.className = 'codebar';
  const index = sample === undefined ? undefined : Number(sample);
  render(
    html`<span class="lang">${name}</span>${file ? html`<span class="file">${file}</span>` : ''}
      ${
        index === undefined || isOutput
          ? ''
          : html`<span class="acts">
              <vscode-toolbar-button icon="copy" data-copy=${index} @click=${() => actions.copy(index)}
                >${strings.copy}</vscode-toolbar-button
              >
              <vscode-toolbar-button icon="go-to-file" @click=${() => actions.open(index)}
                >${strings.openInEditor}</vscode-toolbar-button
              >
            </span>`
      }`,
    bar,
  );
  block.prepend(bar);
}

/** Puts the drawing where the text names it, with its caption; what it says is read out for those who cannot see it. */
function furnishDiagram(place: HTMLElement, diagrams: Set<Diagram>, strings: Strings): void {
  const diagram = [...diagrams].find(({ id }) => id === place.dataset['diagram']);
  if (!diagram) return;
  // Each is shown once: making one safe takes time, and a page could name it a thousand times.
  diagrams.delete(diagram);
  const drawing = sanitiseDrawing(diagram.svg);
  const words = place.textContent.trim();
  if (!drawing) return;
  const description = drawing.querySelector('desc');
  drawing.setAttribute('role', 'img');
  const told = description?.textContent.trim().replace(/\s+/g, ' ') ?? '';
  drawing.setAttribute('aria-label', told === '' ? words : told);
  for (const element of drawing.querySelectorAll('desc')) element.remove();
  const figure = document.createElement('figure');
  figure.className = 'diagram';
  const caption = document.createElement('figcaption');
  caption.textContent = words;
  const frame = document.createElement('div');
  frame.className = 'drawing';
  frame.setAttribute('role', 'group');
  frame.setAttribute('aria-label', strings.drawing);
  // On a narrow page the drawing scrolls sideways, and then the keyboard must reach it.
  new ResizeObserver(() => {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute('tabindex');
  }).observe(frame);
  frame.append(drawing);
  figure.append(frame, caption);
  // A paragraph must not hold a figure; one that holds only the picture gives way to it.
  const paragraph = place.closest('p');
  if (paragraph?.textContent.trim() === words) paragraph.replaceWith(figure);
  else place.replaceWith(figure);
}

/** On a narrow page each row becomes a list of label and value, so every cell learns its column's label. */
export function furnishTable(table: HTMLTableElement): void {
  const labels = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent.trim());
  for (const cell of table.querySelectorAll('thead th')) cell.setAttribute('scope', 'col');
  // An empty corner is no header.
  const corner = table.querySelector('thead th');
  if (corner?.textContent.trim() === '') {
    const cell = document.createElement('td');
    corner.replaceWith(cell);
  }
  for (const row of table.querySelectorAll('tbody tr')) {
    for (const [index, cell] of [...row.children].entries()) {
      if (index === 0) {
        const header = document.createElement('th');
        header.setAttribute('scope', 'row');
        header.append(...cell.childNodes);
        cell.replaceWith(header);
      } else {
        // One child per cell, beside the label.
        const content = document.createElement('span');
        content.append(...cell.childNodes);
        cell.append(content);
        cell.setAttribute('data-l', labels[index] ?? '');
      }
    }
  }
  table.classList.add('stack');
}

/** A quote that begins in bold is a call-out. */
function furnishQuote(quote: HTMLQuoteElement): void {
  const first = quote.querySelector(':scope > p > strong:first-child');
  if (!first || first.previousSibling?.textContent?.trim()) return;
  const callout = document.createElement('div');
  callout.className = 'callout';
  callout.setAttribute('role', 'note');
  const icon = document.createElement('span');
  icon.className = 'codicon codicon-info';
  icon.setAttribute('aria-hidden', 'true');
  const text = document.createElement('div');
  first.textContent = first.textContent.replace(/\.$/, '');
  text.append(...quote.childNodes);
  callout.append(icon, text);
  quote.replaceWith(callout);
}
