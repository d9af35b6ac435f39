/** The panel's page before its script runs: static, without any content of the pack. Pure, so that its policy can be tested. */

export interface ShellParts {
  /** `webview.cspSource` */
  readonly cspSource: string;
  /** From a cryptographic source, new for every page. */
  readonly nonce: string;
  /** In the order in which they run. */
  readonly scripts: readonly string[];
  readonly style: string;
  readonly codicons: string;
  readonly title: string;
}

/**
 * Nothing is allowed but what is named. Scripts run by nonce only; the one worker is started from a blob of this script;
 * fonts and styles come from the extension; no images, frames, forms or connections at all.
 */
export function contentSecurityPolicy({ cspSource, nonce }: Pick<ShellParts, 'cspSource' | 'nonce'>): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `worker-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

const text = (value: string): string => value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A page that says why there is none: words only. */
export function renderFailure(title: string, message: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>${text(title)}</title>
</head>
<body>
<p role="alert">${text(message)}</p>
</body>
</html>`;
}

export function renderShell(parts: ShellParts): string {
  // The curriculum is written in English, whatever the editor's language.
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${text(contentSecurityPolicy(parts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(parts.title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${text(parts.codicons)}">
<link rel="stylesheet" href="${text(parts.style)}">
</head>
<body>
<div id="root"></div>
${parts.scripts.map((script) => `<script nonce="${text(parts.nonce)}" src="${text(script)}"></script>`).join('\n')}
</body>
</html>`;
}
