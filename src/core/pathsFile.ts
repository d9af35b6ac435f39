import { openJson } from './jsonFile';
import { itemId, type Skill } from './model';
import type { LearningPath, PathsData, PathStep } from './paths';
import type { Problem } from './problems';
import { plainText } from './text';

/** What paths may name, by id. */
export interface PathReferences {
  /** Pack id, for full ids of items. */
  readonly pack: string;
  readonly skills: ReadonlyMap<string, Pick<Skill, 'minutes' | 'items' | 'prerequisites' | 'summary'>>;
  readonly labs: ReadonlyMap<string, { readonly minutes: number; readonly skills: readonly string[] }>;
}

/** Reads paths.json. A bad step is a problem with its line and is left out; the rest is kept. Never throws. */
export function parsePaths(
  content: unknown,
  references: PathReferences,
  name = 'paths.json',
): { paths: PathsData | undefined; problems: readonly Problem[] } {
  const file = openJson(content, name);
  if (!file.root) return { paths: undefined, problems: file.problems };
  const { root } = file;
  const { skills, labs } = references;
  for (const field of Object.keys(root))
    if (!['$schema', 'format', 'paths'].includes(field)) file.report('field-unknown', file.line(field), field);

  const taken = new Set<string>();
  const paths = file.list(['paths'], root['paths'], (entry, reader, place): LearningPath | undefined => {
    reader.only(['id', 'title', 'summary', 'audience', 'steps']);
    const id = reader.id('id');
    const [title, summary, audience] = [reader.text('title'), reader.text('summary'), reader.text('audience')];
    if (id !== undefined && taken.has(id)) file.report('id-duplicate', reader.line('id'), id);
    taken.add(id ?? '');

    const stepIds = new Set<string>();
    const groups = new Set<string>();
    /** Index in the list as it was written → the step. */
    const read: { readonly step: PathStep; readonly line: number }[] = [];
    const steps = file.list([...place, 'steps'], entry['steps'], (written, step, at): PathStep | undefined => {
      step.only(['id', 'group', 'skill', 'items', 'lab', 'minutes', 'reason']);
      const stepId = step.id('id');
      if (stepId !== undefined && stepIds.has(stepId)) file.report('id-duplicate', step.line('id'), stepId);
      stepIds.add(stepId ?? '');

      const group = step.optionalText('group', undefined);
      const misplaced = group === undefined ? false : groups.has(group) || (groups.size === 0 && at.at(-1) !== 0);
      if (misplaced) file.report('path-group', step.line('group'), group);
      if (group !== undefined) groups.add(group);

      const skill = step.optionalText('skill', undefined);
      const lab = step.optionalText('lab', undefined);
      const knownSkill = skill === undefined ? undefined : skills.get(skill);
      const knownLab = lab === undefined ? undefined : labs.get(lab);
      if (skill !== undefined && !knownSkill) file.report('skill-unknown', step.line('skill'), skill);
      if (lab !== undefined && !knownLab) file.report('path-lab', step.line('lab'), lab);
      if (written['skill'] === undefined && written['lab'] === undefined)
        file.report('path-step', file.line(...at), stepId ?? '');

      const items = step.optionalTexts('items').map((item) => itemId(references.pack, skill ?? '', item));
      for (const [index, item] of items.entries()) {
        const line = file.line(...at, 'items', index);
        const short = item.slice(item.lastIndexOf('/') + 1);
        if (items.indexOf(item) < index) file.report('reference-duplicate', line, short);
        // Of a skill that is not known, nobody knows the items.
        else if (skill === undefined || (knownSkill && !knownSkill.items.some((known) => known.id === item)))
          file.report('path-item', line, short);
      }

      const minutes = step.required('minutes');
      const least = (knownSkill?.minutes ?? 0) + (knownLab?.minutes ?? 0);
      const isTime = typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 5 && minutes <= 600;
      if (minutes !== undefined && !isTime) file.report('minutes-range', step.line('minutes'), JSON.stringify(minutes));
      else if (isTime && minutes < least) file.report('path-minutes', step.line('minutes'), String(minutes));

      const reason = step.text('reason');
      const fault = reason === undefined ? undefined : faultOf(reason, knownSkill?.summary);
      if (fault !== undefined) file.report('path-reason', step.line('reason'), fault);

      if (stepId === undefined || !isTime || reason === undefined) return undefined;
      const made: PathStep = {
        id: stepId,
        ...(group === undefined ? {} : { group }),
        ...(skill === undefined ? {} : { skill }),
        ...(items.length > 0 ? { items } : {}),
        ...(lab === undefined ? {} : { lab }),
        minutes,
        reason,
      };
      read.push({ step: made, line: file.line(...at, 'id') });
      return made;
    });
    if (Array.isArray(entry['steps']) && entry['steps'].length === 0)
      file.report('field-type', reader.line('steps'), '"steps" must not be empty');

    const position = new Map<string, number>();
    for (const [at, { step }] of read.entries())
      if (step.skill !== undefined && !position.has(step.skill)) position.set(step.skill, at);
    for (const [at, { step, line }] of read.entries()) {
      const home = step.lab === undefined ? undefined : labs.get(step.lab)?.skills[0];
      const needed = [
        ...(step.skill === undefined ? [] : (skills.get(step.skill)?.prerequisites ?? [])),
        ...(home === undefined || home === step.skill ? [] : [home]),
      ];
      if (needed.some((skill) => (position.get(skill) ?? -1) > at)) file.report('path-order', line, step.id);
    }
    return id !== undefined && title !== undefined && summary !== undefined && audience !== undefined
      ? { id, title, summary, audience, steps }
      : undefined;
  });
  return { paths: { format: 1, paths }, problems: file.problems };
}

/** What is wrong with a reason, in the words of its problem. */
function faultOf(reason: string, summary: string | undefined): string | undefined {
  if (/[\r\n]/.test(reason)) return 'more than one line';
  if (reason.length < 30 || reason.length > 200) return `${reason.length} characters long`;
  const words = (text: string): string =>
    (
      plainText(text)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    ).join(' ');
  return summary !== undefined && words(reason) === words(summary) ? 'the summary of the skill again' : undefined;
}
