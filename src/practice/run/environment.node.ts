/**
 * The environment for programs of the learner: their own, without what the editor has added for itself. The editor's program is a Node when
 * it is told so, which other programs do not notice.
 */
export function programEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value === undefined || /^(?:VSCODE_|ELECTRON_|NODE_|NPM_|npm_|BACKEND_SKILLS_|GIT_)/.test(name)) continue;
    // Each language says itself what it does; what is set for others would make the same program behave differently.
    if (/^(?:PORT|HOST|DATA_DIR|RUBYOPT|PYTHONSTARTUP|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|PHP_INI_SCAN_DIR)$/.test(name))
      continue;
    env[name] = value;
  }
  if (process.versions['electron'] !== undefined) env['ELECTRON_RUN_AS_NODE'] = '1';
  // Without a locale, Ruby, Java and Mono take texts for ASCII.
  const locale = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? '';
  if (process.platform === 'linux' && !/utf-?8/i.test(locale)) env['LC_ALL'] = 'C.UTF-8';
  return { ...env, ...more };
}
