import { html, type TemplateResult } from 'lit';

export const icon = (name: string): TemplateResult =>
  html`<span class=${`codicon codicon-${name}`} aria-hidden="true"></span>`;

/** Runs instead of following the link. */
export function go(run: () => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    run();
  };
}

/** The address, if it is one that may be opened; the parser has checked it, and this is the last door. */
export function httpsOnly(url: string): string {
  return url.startsWith('https://') ? url : '#';
}

/** What is to be known of an item beneath its checkbox; a change is read out. */
export function mark(kind: 'seal' | 'unsaved', codicon: string, text: string): TemplateResult {
  return html`<p class=${`mark ${kind}`} role="status">${icon(codicon)}<span>${text}</span></p>`;
}

/** A page in place of one that cannot be shown. */
export function failedPage(title: string, message: string): TemplateResult {
  return html`<div class="page">
    <div class="callout problem" role="alert">
      ${icon('error')}
      <div>
        <strong>${title}</strong>
        <p>${message}</p>
      </div>
    </div>
  </div>`;
}
