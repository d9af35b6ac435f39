import assert from 'node:assert/strict';
import ts from 'typescript';
import { stringKeys } from '../../src/protocol/skill';
import { literal, nodesOf, parseSource, placeOf, readSources, type Sources } from './sources';

// ---------- reading calls ----------

/** `t('…')`, `l10n.t('…')`, `vscode.l10n.t('…')`. */
function isTranslation(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text === 't';
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 't';
}

const calledName = (node: ts.CallExpression | ts.NewExpression): string =>
  ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();

/** Letters that a person would read; the name of an icon is not one. */
const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text.replace(/\$\([a-z-]+\)/g, ''));

/** Bare words that an expression may evaluate to, looked for through conditions, joins, templates and constants of the file. */
function bareWords(node: ts.Node | undefined, seen: ReadonlySet<string> = new Set()): string[] {
  if (!node || isTranslation(node)) return [];
  const text = literal(node);
  if (text !== undefined) return hasWords(text) ? [text] : [];
  const into = (...parts: readonly (ts.Node | undefined)[]): string[] => parts.flatMap((part) => bareWords(part, seen));
  if (ts.isTemplateExpression(node)) {
    const fixed = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    return [
      ...(fixed.some(hasWords) ? [fixed.join('…')] : []),
      ...into(...node.templateSpans.map((span) => span.expression)),
    ];
  }
  if (ts.isConditionalExpression(node)) return into(node.whenTrue, node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const joins = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken];
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return into(node.right);
    return joins.includes(kind) ? into(node.left, node.right) : [];
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return into(node.expression);
  if (ts.isSpreadElement(node)) return into(node.expression);
  if (ts.isArrayLiteralExpression(node)) return into(...node.elements);
  if (ts.isIdentifier(node) && !seen.has(node.text)) {
    const further = new Set([...seen, node.text]);
    return [...nodesOf(node.getSourceFile())].flatMap((other) =>
      ts.isVariableDeclaration(other) && other.name.getText() === node.text
        ? bareWords(other.initializer, further)
        : [],
    );
  }
  return [];
}

/** Arguments of these calls that are shown, by position; `rest` means all from there on. */
const shownArguments: Readonly<Record<string, { readonly at: number; readonly rest?: boolean }>> = {
  showInformationMessage: { at: 0, rest: true },
  showWarningMessage: { at: 0, rest: true },
  showErrorMessage: { at: 0, rest: true },
  setStatusBarMessage: { at: 0 },
  createWebviewPanel: { at: 1 },
  ExpectedError: { at: 0 },
  pickSkill: { at: 1 },
  askSkill: { at: 2 },
  fail: { at: 0 },
};
const shownFields = new Set([
  ...[
    'title',
    'label',
    'description',
    'detail',
    'placeHolder',
    'prompt',
    'tooltip',
    'message',
    'badgeTooltip',
    'total',
  ],
  ...['accessibilityLabel', 'validationMessage', 'buttonLabel', 'openLabel', 'saveLabel'],
]);

/** Words that reach a person without going through the translation: `file:line: words`. */
function untranslated(sources: Sources): string[] {
  const found: string[] = [];
  for (const [name, text] of sources) {
    // The webview gets all its words from the host; problems of a pack are for its authors, like a compiler's.
    if (name.startsWith('webview/') || /^core\/(pack|payFile|problems|yamlSource)\.ts$/.test(name)) continue;
    for (const node of nodesOf(parseSource(name, text))) {
      const shown: (ts.Node | undefined)[] = [];
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const place = Object.hasOwn(shownArguments, calledName(node)) ? shownArguments[calledName(node)] : undefined;
        if (place) shown.push(...(node.arguments ?? []).slice(place.at, place.rest ? undefined : place.at + 1));
      } else if (ts.isPropertyAssignment(node) && shownFields.has(node.name.getText())) {
        shown.push(node.initializer);
      } else if (ts.isShorthandPropertyAssignment(node) && shownFields.has(node.name.text)) {
        shown.push(node.name);
      } else if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isPropertyAccessExpression(node.left) &&
        shownFields.has(node.left.name.text)
      ) {
        shown.push(node.right);
      }
      for (const part of shown) for (const words of bareWords(part)) found.push(`${placeOf(part!)}: ${words}`);
    }
  }
  return found;
}

const placesOf = (text: string): number[] => [...text.matchAll(/\{(\d+)\}/g)].map(([, at]) => Number(at));

/** What is wrong with the calls of the translation in a file. */
function badTranslations(file: ts.SourceFile, filledLater: boolean): string[] {
  const found: string[] = [];
  for (const node of nodesOf(file)) {
    if (!isTranslation(node)) continue;
    const [message, ...values] = node.arguments;
    const text = literal(message);
    if (text === undefined) {
      found.push(`${placeOf(node)}: not a plain text, so no translator will see it`);
      continue;
    }
    if (values.some((value) => ts.isSpreadElement(value))) continue;
    const places = new Set(placesOf(text));
    const wanted = filledLater ? places.size : values.length;
    if (filledLater && values.length > 0) found.push(`${placeOf(node)}: filled too early`);
    if (places.size !== wanted || [...places].some((at) => at >= wanted))
      found.push(`${placeOf(node)}: ${places.size} places, ${values.length} values`);
  }
  return found;
}

// ---------- tests ----------

const sources = readSources();
const parsed = (name: string): ts.SourceFile => parseSource(name, sources.get(name)!);

describe('texts that a person reads', () => {
  it('go through the translation', () => {
    assert.deepEqual(untranslated(sources), []);
  });

  it('would be reported if they did not', () => {
    const offending: readonly (readonly [text: string, words: string])[] = [
      [`vscode.window.showInformationMessage('All done');`, 'All done'],
      [`vscode.window.showWarningMessage(\`Lost \${count} ticks\`);`, 'Lost … ticks'],
      [`vscode.window.showErrorMessage(l10n.t('Fine'), 'Retry');`, 'Retry'],
      [`vscode.window.showErrorMessage(done ? l10n.t('Fine') : 'Not fine');`, 'Not fine'],
      [`vscode.window.showInformationMessage(l10n.t('Fine') + ' so far');`, ' so far'],
      [`const undo = 'Undo'; vscode.window.showInformationMessage(l10n.t('Fine'), undo);`, 'Undo'],
      [`vscode.window.createWebviewPanel(panelTypes.skill, 'Skill page', column);`, 'Skill page'],
      [`vscode.window.showQuickPick(picks, { placeHolder: 'Type here' });`, 'Type here'],
      [`vscode.window.showQuickPick(picks, { title: 'Search' });`, 'Search'],
      [`vscode.window.showQuickPick([{ label: \`$(book) Read\` }]);`, '$(book) Read'],
      [`const title = 'Open'; item.command = { title, command };`, 'Open'],
      [`throw new ExpectedError('No such skill');`, 'No such skill'],
      [`view.message = 'Nothing here';`, 'Nothing here'],
    ];
    for (const [text, words] of offending)
      assert.deepEqual(untranslated(new Map([['skills/a.ts', text]])), [`skills/a.ts:1: ${words}`], text);
    for (const text of [
      `vscode.window.showInformationMessage(vscode.l10n.t('All done'));`,
      `const { t } = vscode.l10n; vscode.window.showInformationMessage(t('All done'), t('Undo'));`,
      'vscode.window.showQuickPick([{ label: `$(book) ${skill.title}`, description: `${a} · ${b}` }]);',
      `log.warn('For the log only');`,
    ])
      assert.deepEqual(untranslated(new Map([['skills/a.ts', text]])), [], text);
  });

  it('are plain texts with as many places as values', () => {
    let calls = 0;
    for (const [name] of sources) {
      if (name.startsWith('webview/')) continue;
      const file = parsed(name);
      calls += [...nodesOf(file)].filter(isTranslation).length;
      assert.deepEqual(badTranslations(file, name === 'skillPanel/strings.ts'), []);
    }
    assert.ok(calls > 80, `${calls} calls`);
  });

  it('would be reported if their places and values differed', () => {
    for (const [text, what] of [
      [`l10n.t('{0} of {1}', done);`, '2 places, 1 values'],
      [`l10n.t('Done', count);`, '0 places, 1 values'],
      [`t('{1} only', count);`, '1 places, 1 values'],
      ['l10n.t(`${count} done`);', 'not a plain text, so no translator will see it'],
      [`l10n.t(done ? 'Done' : 'Open');`, 'not a plain text, so no translator will see it'],
    ] as const)
      assert.deepEqual(badTranslations(parseSource('a.ts', text), false), [`a.ts:1: ${what}`]);
    assert.deepEqual(badTranslations(parseSource('a.ts', `l10n.t('{0} of {0}, {1}', a, b);`), false), []);
  });
});

describe('the words of the skill page', () => {
  /** Key → text, from the one object that `panelStrings` returns. */
  const words = new Map<string, string>();
  for (const node of nodesOf(parsed('skillPanel/strings.ts')))
    if (ts.isPropertyAssignment(node) && isTranslation(node.initializer)) {
      assert.ok(!words.has(node.name.getText()), node.name.getText());
      words.set(node.name.getText(), literal(node.initializer.arguments[0])!);
    }
  const webview = [...sources.keys()].filter((name) => name.startsWith('webview/')).map(parsed);

  it('are those of the protocol', () => {
    assert.deepEqual([...words.keys()].sort(), [...stringKeys].sort());
    for (const [key, text] of words) assert.ok(text.trim() !== '', key);
  });

  /** `strings.key`, with the call around it when that fills its places. */
  function* usesOf(): Generator<readonly [key: string, values: number | undefined, place: string]> {
    for (const file of webview)
      for (const node of nodesOf(file)) {
        if (!ts.isPropertyAccessExpression(node) || !/(^|\.)strings$/.test(node.expression.getText())) continue;
        const { parent } = node;
        const fills =
          ts.isCallExpression(parent) && calledName(parent) === 'fill' && parent.arguments[0] === node
            ? parent.arguments.length - 1
            : undefined;
        yield [node.name.text, fills, placeOf(node)];
      }
  }

  it('are all used in the page', () => {
    const used = new Set([...usesOf()].map(([key]) => key));
    for (const file of webview)
      for (const node of nodesOf(file)) {
        // A key may also be handed to a function that looks it up, or a word to the worker, which fills it itself.
        if (ts.isCallExpression(node)) for (const argument of node.arguments) used.add(literal(argument) ?? '');
        else if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'words') used.add(node.name.text);
      }
    assert.deepEqual(
      stringKeys.filter((key) => !used.has(key)),
      [],
    );
  });

  it('are filled where they have places, with as many values', () => {
    let filled = 0;
    for (const [key, values, place] of usesOf()) {
      const places = new Set(placesOf(words.get(key) ?? ''));
      assert.ok(words.has(key), `${place}: ${key}`);
      if (values !== undefined) filled++;
      assert.equal(values ?? 0, places.size, `${place}: ${key}`);
      assert.ok(
        [...places].every((at) => at < places.size),
        `${key} skips a place`,
      );
    }
    assert.ok(filled > 5, `${filled} are filled`);
  });

  it('are the only words of the page: its templates hold none', () => {
    const found: string[] = [];
    for (const file of webview)
      for (const node of nodesOf(file)) {
        if (!ts.isTaggedTemplateExpression(node) || !/^(html|svg)$/.test(node.tag.getText())) continue;
        const { template } = node;
        const markup = ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : [template.head, ...template.templateSpans.map((span) => span.literal)]
              .map(({ text }) => text)
              .join('\u0001');
        // Between tags, and in the attributes that are read out.
        const between = markup.replace(/<[^>]*>/g, '\n');
        const spoken = [...markup.matchAll(/(?:aria-label|title|alt|placeholder)="([^"]*)"/g)].map(([, text]) => text!);
        for (const text of [...between.split('\n'), ...spoken])
          if (hasWords(text)) found.push(`${placeOf(node)}: ${text.trim()}`);
      }
    assert.deepEqual(found, []);
  });
});
