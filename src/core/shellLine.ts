/** How a command is typed into a terminal, whose shell decides what a character means. */

/** Windows PowerShell hands quotes in an argument on otherwise than PowerShell does since its seventh version. */
export type Shell = 'posix' | 'windowsPowerShell' | 'powerShell' | 'cmd';

/**
 * The shell behind a path, such as the one that the editor uses for terminals.
 * @param windows what an unknown name is taken for differs there
 */
export function shellAt(path: string, windows: boolean): Shell {
  const name = (path.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '');
  if (/^pwsh(-preview)?$/.test(name)) return 'powerShell';
  if (name === 'powershell') return 'windowsPowerShell';
  if (name === 'cmd') return 'cmd';
  return windows && name === '' ? 'windowsPowerShell' : 'posix';
}

/** A program and its arguments as one line of the shell. */
export function shellLine(command: readonly string[], shell: Shell): string {
  const words = command.map((word) => quoted[shell](word));
  // A quoted program is a text to PowerShell, unless it is told to call it.
  const called = shell !== 'posix' && shell !== 'cmd' && words[0]?.startsWith("'");
  return (called ? '& ' : '') + words.join(' ');
}

const quoted: Readonly<Record<Shell, (word: string) => string>> = {
  posix: (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`),
  windowsPowerShell: (word) => powerShell(word, (text) => (/\s/.test(text) ? closable(inside(text)) : inside(text))),
  powerShell: (word) => powerShell(word, (text) => text),
  cmd: (word) => {
    if (/^[\w+:.\\/-]+$/.test(word)) return word;
    const text = `"${closable(inside(word))}"`;
    // It knows no quotes within quotes, and looks for variables in them; so it must see none of either.
    return /["%]/.test(word) ? text.replace(/[()%!^"<>&|]/g, '^$&') : text;
  },
};

/** Plain names and paths need no quotes; at a dash, a word with a dot in it would be split in two. */
function powerShell(word: string, within: (text: string) => string): string {
  if (/^(?:[A-Za-z_][\w.:\\/-]*|--?\w[\w-]*)$/.test(word)) return word;
  // It takes curly quotes for straight ones.
  return `'${within(word).replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/** Quotes as programs of Windows read them on their command line, and the backslashes before them. */
function inside(text: string): string {
  return text.replace(/(\\*)"/g, '$1$1\\"');
}

/** A backslash at the end would keep the quote after it from ending the word. */
function closable(text: string): string {
  return text.replace(/\\+$/, '$&$&');
}
