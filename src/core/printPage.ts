import { escapeMarkup } from './text';

/** A page on its own for the printer: black on white, no script, nothing loaded. `body` is HTML that its maker has escaped. */
export function printPage(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>
body { max-width: 960px; margin: 24px auto; padding: 0 16px; font: 14px/1.5 system-ui, sans-serif; color: #000; background: #fff; }
h1, h2, h3 { line-height: 1.25; break-after: avoid; }
h2 { margin-top: 32px; }
svg { width: 100%; height: auto; }
figure { margin: 0; break-inside: avoid; }
table { width: 100%; border-collapse: collapse; font-size: 12px; }
th, td { padding: 4px 8px 4px 0; border-bottom: 1px solid #bbb; text-align: left; vertical-align: top; }
th.r, td.r { text-align: right; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
tr, li, dl > div { break-inside: avoid; }
.quiet { color: #444; font-size: 12px; }
.box { list-style: none; padding: 0; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
