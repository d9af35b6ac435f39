import type { SkillKind, SkillLevel } from './model';
import type { ProgressState } from './rollup';

/** Translates a text with `{0}`-style places; `vscode.l10n` in the host, the text itself in tests. */
export interface Localize {
  t(message: string, ...args: (string | number)[]): string;
}

export const kindIcons: Record<SkillKind, string> = {
  language: 'code',
  framework: 'layers',
  runtime: 'server-process',
  database: 'database',
  server: 'server',
  api: 'arrow-swap',
  concept: 'lightbulb',
  tool: 'tools',
  security: 'shield',
  testing: 'beaker',
  infrastructure: 'cloud',
  ai: 'sparkle',
  workplace: 'organization',
};

export function kindName(kind: SkillKind, l10n: Localize): string {
  const names: Record<SkillKind, string> = {
    language: l10n.t('Language'),
    framework: l10n.t('Framework'),
    runtime: l10n.t('Runtime'),
    database: l10n.t('Database'),
    server: l10n.t('Web server'),
    api: l10n.t('API'),
    concept: l10n.t('Concept'),
    tool: l10n.t('Tool'),
    security: l10n.t('Security'),
    testing: l10n.t('Testing'),
    infrastructure: l10n.t('Infrastructure'),
    ai: l10n.t('AI'),
    workplace: l10n.t('Workplace'),
  };
  return names[kind];
}

export function levelName(level: SkillLevel, l10n: Localize): string {
  const names: Record<SkillLevel, string> = {
    beginner: l10n.t('Beginner'),
    intermediate: l10n.t('Intermediate'),
    advanced: l10n.t('Advanced'),
  };
  return names[level];
}

export function stateName(state: ProgressState, l10n: Localize): string {
  const names: Record<ProgressState, string> = {
    'not-started': l10n.t('Not started'),
    'in-progress': l10n.t('In progress'),
    done: l10n.t('Done'),
  };
  return names[state];
}
