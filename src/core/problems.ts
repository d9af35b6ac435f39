/** What can be wrong with a content file: a code, a place and the details. Wording is kept apart, in {@link describeProblem}. */

export type ProblemCode = keyof typeof wording;

export interface Problem {
  readonly code: ProblemCode;
  /** Path inside the pack, with `/`. */
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** The offending value, or what the sentence needs to name. */
  readonly detail: string;
}

/** One sentence for what is wrong and one for what to do; `{0}` is the detail. */
const wording = {
  'file-missing': '{0} does not exist. Create it, or take its entry out of the list that names it.',
  'file-not-text': '{0} is not text. Save it as UTF-8.',
  'file-too-large': 'The file is larger than {0}. Split it: nobody reads a page of this size.',
  'json-syntax': 'The file is not valid JSON: {0}. Correct it at this line.',
  'not-an-object': '{0} must be an object. Give it named fields.',
  'field-missing': 'The field "{0}" is missing. Add it.',
  'field-unknown': 'The field "{0}" is not known. Check its spelling, or remove it.',
  'field-type': 'The field {0}. Correct its value.',
  'format-unsupported': 'Format {0} is not supported. Write "format": 1.',
  'id-form': '"{0}" is not an id. Use lower-case letters and digits joined by hyphens, at most 64 characters.',
  'area-duplicate': 'The area "{0}" is listed twice. Remove one of the two.',
  'area-empty': 'The area "{0}" lists no skills. Add one, or remove the area.',
  'skill-duplicate': 'The skill "{0}" is listed twice. Every skill belongs to one area, once.',
  'skill-not-listed': 'This page is not listed in pack.json. Add "{0}" to the skills of an area.',
  'front-matter-missing':
    'The page must begin with front matter. Put "---" on the first line, the fields after it, then "---" again.',
  'front-matter-unclosed': 'The front matter has no closing "---". Add it after the last field.',
  'front-matter-syntax':
    'The front matter is not valid YAML: {0}. Quote values that hold ": " or begin with a special character.',
  'id-mismatch': 'The id differs from the name of the file. Write "{0}".',
  'area-mismatch': 'The area differs from the one where pack.json lists this skill. Write "{0}".',
  'kind-unknown': '"{0}" is not a kind. Use one of those that the schema lists.',
  'level-unknown': '"{0}" is not a level. Use beginner, intermediate or advanced.',
  'minutes-range': '"{0}" is not a time. Give whole minutes from 5 to 600.',
  'summary-length': 'The summary has {0} characters. Use 20 to 140, in one line.',
  'link-not-https': '"{0}" is not an https address. Link only to https.',
  'prerequisite-unknown': 'The prerequisite "{0}" is not a skill of this pack. Correct the id, or remove it.',
  'prerequisite-cycle': 'The prerequisites go in a circle: {0}. Remove one of the links.',
  'related-unknown': 'The related skill "{0}" is not a skill of this pack. Correct the id, or remove it.',
  'reference-self': 'The skill refers to itself as "{0}". Remove the reference.',
  'reference-duplicate': '"{0}" is named twice. Remove one.',
  'alias-taken': 'The alias "{0}" is already the name of another skill. Choose one that leads to a single page.',
  'role-unknown': 'The role "{0}" is not in pay.json. Correct the id, or add the role there.',
  'section-missing': 'The section "## {0}" is missing. Add it.',
  'section-order': 'The section "## {0}" stands too early or too late. Keep the order of CONTRIBUTING.',
  'section-duplicate': 'The section "## {0}" occurs twice. Join the two.',
  'section-empty': 'The section "## {0}" is empty. Write it, or remove the heading.',
  'text-before-section': 'There is text before the first section. Move it under "## What it is".',
  'fence-unclosed': 'The code block that begins here is never closed. Add the closing fence.',
  'fence-language': 'The code block names no language. Write it after the opening fence.',
  'sample-missing': 'The section "## Example" has no code block marked "run". Add one: {0}.',
  'output-missing': 'The sample marked "run" has no output block after it. Run it and add what it printed.',
  'output-unexpected': 'This output block follows no sample marked "run". Mark the sample, or remove the block.',
  'mistake-form': 'This line names no common mistake: {0}. Begin each with "- **Name.** text".',
  'mistakes-few': 'There are {0} common mistakes. Give at least one.',
  'item-form': 'This line is not a practice item: {0}. Write "- [ ] text {#id}".',
  'item-ticked': 'The item "{0}" is ticked. Write "- [ ]": ticks belong to the reader.',
  'item-id-missing': 'The item "{0}" has no id. End the line with {#a-stable-id}.',
  'item-duplicate': 'The item id "{0}" is used twice in this page. Give each item its own.',
  'item-alias-form':
    '"{0}" is not a former id. Write {#id aliases=old-id,other-skill/old-id}, with the ids that the item had before.',
  'item-alias-taken':
    '"{0}" is an item of today, so it cannot be the former id of another. Give this item an id of its own.',
  'item-text': 'The item "{0}" has no text before its id. Say what to do.',
  'items-none': 'The page has no practice items. Add at least one under "## {0}".',
  'question-form':
    'This line belongs to no question: {0}. Write "**Question?**" as a line of its own, and the answer below it.',
  'question-id-missing':
    'The question "{0}" has no id, so it cannot be reviewed. End its line with {#a-stable-id} after the two stars.',
  'question-duplicate': 'The question id "{0}" is used twice in this page. Give each question its own.',
  'question-alias-form':
    '"{0}" is not a former id. Write {#id aliases=old-id,other-skill/old-id}, with the ids that the question had before.',
  'question-alias-taken':
    '"{0}" is a question of today, so it cannot be the former id of another. Give this question an id of its own.',
  'answer-missing': 'The question "{0}" has no answer. Write it in the lines below.',
  'questions-none': 'The page asks no questions. Add at least one under "## {0}".',
  'reading-form': 'This line is not a reading entry: {0}. Write "- [Title](https://…) note".',
  'reading-none': 'The page names nothing to read on. Add at least one entry under "## {0}".',
  'diagram-unknown': 'The picture {0} does not exist. Draw it, or correct its name.',
  'diagram-form':
    'The picture is not an SVG file with a viewBox and a <desc> of at least 20 characters. Add what is missing.',
  'diagram-text': 'The picture has no text of its own: {0}. Say in at least 20 characters what it shows.',
  'diagram-place':
    'The picture "{0}" does not stand where one can. Give it a line of its own between blank lines, before "Common mistakes".',
  'diagram-many': 'The page shows too many pictures: {0}. Show each once, and at most 10.',
  'diagram-unused': 'No page shows the picture "{0}". Show it, or remove the file.',
  'section-link-unknown': 'The link "{0}" leads to no section of that page. Correct the part after "#".',
  'skill-link-unknown': 'The link "skill:{0}" leads to no skill of this pack. Correct the id.',
  'raw-html': 'Raw HTML is shown as text, not rendered: {0}. Use Markdown.',
  'pay-amount': 'The figure "{0}" has no clear amount. Give either "amount", or "low" and "high", above zero.',
  'pay-range': 'The low end is above the high end: {0}. Exchange the two.',
  'pay-currency': '"{0}" is not a currency. Use an ISO 4217 code such as USD.',
  'pay-date': '"{0}" is not a date. Write YYYY or YYYY-MM, not in the future, or null when the figure is undated.',
  'pay-article': 'The article "{0}" is not listed under "articles". Add it there.',
  'pay-duplicate': 'The figure "{0}" is listed twice. Remove one of the two.',
  'id-duplicate': 'The id "{0}" is used twice in this list. Give each entry its own.',
  'skill-unknown': 'The skill "{0}" is not in pack.json. Correct the id, or remove it.',
  'skill-reserved': 'The skill "{0}" has the id under which the career guide keeps its checklist. Choose another.',
  'lab-kind': '"{0}" is not a kind of lab. Use http, cli, sql, git or config.',
  'lab-language':
    '"{0}" is not a language of this lab. Use those that its kind can be done in, and list each under "languages".',
  'lab-folder': '{0} belongs to no language of the lab. List the language, or remove the folder.',
  'lab-item': 'The checklist item "{0}" does not exist. Correct the id, written as skill/item.',
  'lab-section': 'The section "## {0}" is none of a brief. Use Goal, Rules and Hints, in this order.',
  'lab-hints': 'The brief has {0} hints. Give three to five, each under a "### " heading.',
  'lab-field': 'The field "{0}" is not known here, so nobody would look at it. Check its spelling and its place.',
  'lab-name': 'No earlier step captures "{0}". Correct the name, or capture it first.',
  'path-step': 'The step "{0}" names neither a skill nor a lab. Name one, or both.',
  'path-lab': 'The lab "{0}" does not exist. Correct the id, or remove it.',
  'path-item': 'The item "{0}" is none of the skill of this step. Write the id as it stands on the page of the skill.',
  'path-group': 'The heading "{0}" is out of place. A path has none, or one at its first step and each of them once.',
  'path-minutes':
    'The step takes longer than {0} minutes: that is what reading and the lab take. Count the checklist too.',
  'path-reason': 'The reason is {0}. Say in 30 to 200 characters, in one line, why this step comes now.',
  'path-order': 'The step "{0}" comes too early: this path has what it needs only later. Move one of the two.',
  'evidence-field':
    'The field "{0}" is not known here, so nothing would be asked of it. Check its spelling and its place.',
  'evidence-part': 'The rule cannot hold as it is meant: {0}. Correct this part.',
  'evidence-glob': '"{0}" is not a pattern of paths. Use names with *, ?, ** and {a,b}, without a leading slash.',
  'evidence-pattern': 'The pattern is not a regular expression: {0}. Correct it.',
  'evidence-pattern-kind': 'The pattern "{0}" refers back or looks back. Say it without.',
  'evidence-pattern-slow':
    'The pattern "{0}" may take long on some lines. Repeat single characters only, and nearly-anything such as .* at most twice.',
} as const satisfies Record<string, string>;

/** The codes that are hints only: the page is kept. */
const warnings: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'field-unknown',
  'question-id-missing',
  'raw-html',
  'skill-not-listed',
  'diagram-unused',
  'path-order',
]);

/** True when the entry that has this problem is left out of the pack. */
export function isError(problem: Problem): boolean {
  return !warnings.has(problem.code);
}

/** What is wrong and what to do. Always one line. */
export function problemText(problem: Problem): string {
  const detail = problem.detail.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return wording[problem.code].replace('{0}', () => detail);
}

/** `file:line: sentence`, as compilers print it, so that terminals make it a link. Always one line. */
export function describeProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problemText(problem)}`;
}
