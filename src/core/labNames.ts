import type { LabKind, LabLanguage } from './lab';

/** Names that are the same in every language. */
export const languageNames: Readonly<Record<LabLanguage, string>> = {
  javascript: 'JavaScript',
  python: 'Python',
  php: 'PHP',
  ruby: 'Ruby',
  java: 'Java',
  csharp: 'C#',
  sql: 'PostgreSQL',
  git: 'Git',
  nginx: 'NGINX',
  apache: 'Apache',
  lighttpd: 'lighttpd',
};

/** The file that the learner writes; a Git lab has none, its repository is what is changed. */
export const mainFiles: Readonly<Record<LabLanguage, string | undefined>> = {
  javascript: 'main.js',
  python: 'main.py',
  php: 'main.php',
  ruby: 'main.rb',
  java: 'Main.java',
  csharp: 'Main.cs',
  sql: 'answer.sql',
  git: undefined,
  nginx: 'nginx.conf',
  apache: 'apache.conf',
  lighttpd: 'lighttpd.conf',
};

/** SQL runs in a database that comes with the extension; all else needs a program of the machine. */
export function needsPrograms(kind: LabKind): boolean {
  return kind !== 'sql';
}

/** True when there is a program that keeps running, so that it can be started in a terminal. */
export function isServer(kind: LabKind): boolean {
  return kind === 'http' || kind === 'config';
}
