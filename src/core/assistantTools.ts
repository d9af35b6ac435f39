/**
 * What an AI assistant may ask of the extension: the inputs of each tool, as plain data. The manifest's JSON schemas are made from this, and
 * the same data refuses what does not fit, so that what is promised and what is taken never differ.
 */
import type { ToolName } from './assistantToolNames';
import { isRecord } from './guards';

interface TextField {
  readonly type: 'string';
  readonly description: string;
  readonly required?: true;
  readonly maxLength: number;
  /** A day of the calendar, `YYYY-MM-DD`. */
  readonly format?: 'date';
}
interface NumberField {
  readonly type: 'integer';
  readonly description: string;
  readonly required?: true;
  readonly minimum: number;
  readonly maximum: number;
}
interface FlagField {
  readonly type: 'boolean';
  readonly description: string;
  readonly required?: true;
}
interface ListField {
  readonly type: 'array';
  readonly description: string;
  readonly required?: true;
  readonly maxItems: number;
}
export type ToolField = TextField | NumberField | FlagField | ListField;

export interface ToolSpec {
  readonly fields: Readonly<Record<string, ToolField>>;
  /** An input that the tool takes, for its documentation and its tests. */
  readonly example: Readonly<Record<string, unknown>>;
}

const skillName = 'Id ("git"), title or another name of the skill.';

/** Fields are for ever, as names are. */
export const toolSpecs = {
  getSkill: {
    fields: {
      skill: {
        type: 'string',
        description: `${skillName} Other words are searched for, and the best match is returned.`,
        required: true,
        maxLength: 200,
      },
      section: {
        type: 'string',
        description:
          'Only this section of the page, by its heading or anchor, such as "how-it-works". Default: the whole page.',
        maxLength: 200,
      },
    },
    example: { skill: 'git', section: 'how-it-works' },
  },
  findSkills: {
    fields: {
      query: {
        type: 'string',
        description: 'Words to search for in titles, other names, headings, summaries and practice items.',
        required: true,
        maxLength: 200,
      },
      limit: { type: 'integer', description: 'How many skills at most. Default: 8.', minimum: 1, maximum: 25 },
    },
    example: { query: 'slow SQL query', limit: 5 },
  },
  getProgress: {
    fields: {
      skill: {
        type: 'string',
        description: `${skillName} Lists its practice items with their ids and states. Not together with "area".`,
        maxLength: 200,
      },
      area: {
        type: 'string',
        description: 'Id or title of an area. Lists its skills. Default, without "skill" too: all areas.',
        maxLength: 200,
      },
    },
    example: { skill: 'git' },
  },
  whatNext: { fields: {}, example: {} },
  reviewQuestion: {
    fields: {
      skill: { type: 'string', description: `${skillName} Default: all skills that were begun.`, maxLength: 200 },
      not: {
        type: 'array',
        description: 'Ids of questions that were asked already and are not to come again.',
        maxItems: 100,
      },
    },
    example: { skill: 'git', not: ['core/git#merge-rebase'] },
  },
  gradeAnswer: {
    fields: {
      question: {
        type: 'string',
        description: 'Id of the question, as backendSkills_reviewQuestion gave it.',
        required: true,
        maxLength: 200,
      },
      answer: {
        type: 'string',
        description: 'What the learner has answered, in their words.',
        required: true,
        maxLength: 10_000,
      },
      grade: {
        type: 'integer',
        description:
          'Leave it out to get the page’s answer to compare with. Then call again with the grade to record the review: 1 not known, 2 hard, 3 good, 4 easy. The learner is asked first.',
        minimum: 1,
        maximum: 4,
      },
    },
    example: {
      question: 'core/git#merge-rebase',
      answer: 'A merge keeps both lines, a rebase copies commits onto a new base.',
    },
  },
  tickItem: {
    fields: {
      item: {
        type: 'string',
        description:
          'Full id of the practice item, such as "core/git/two-commits"; backendSkills_getProgress lists those of a skill.',
        required: true,
        maxLength: 200,
      },
      done: {
        type: 'boolean',
        description: 'True: the learner has practised it. False: takes the tick back. Default: true.',
      },
    },
    example: { item: 'core/git/two-commits', done: true },
  },
  startLab: {
    fields: {
      lab: {
        type: 'string',
        description: 'Id of the lab; backendSkills_getSkill names those of a skill.',
        required: true,
        maxLength: 200,
      },
    },
    example: { lab: 'hello-server' },
  },
  getJournal: {
    fields: {
      days: { type: 'integer', description: 'How many days, today included. Default: 7.', minimum: 1, maximum: 366 },
      until: {
        type: 'string',
        description: 'The last of these days, YYYY-MM-DD. Default: today.',
        maxLength: 10,
        format: 'date',
      },
    },
    example: { days: 14, until: '2026-05-04' },
  },
} as const satisfies Readonly<Record<ToolName, ToolSpec>>;

type ValueOf<Field extends ToolField> = Field extends TextField
  ? string
  : Field extends NumberField
    ? number
    : Field extends FlagField
      ? boolean
      : readonly string[];

/** What a tool is given, once it has been checked. */
export type ToolInput<Name extends ToolName> = {
  readonly [Key in keyof (typeof toolSpecs)[Name]['fields']]?: (typeof toolSpecs)[Name]['fields'][Key] extends ToolField
    ? ValueOf<(typeof toolSpecs)[Name]['fields'][Key]>
    : never;
};

/** The JSON schema of a tool's input, as it stands in the manifest. */
export function inputSchema(name: ToolName): Record<string, unknown> {
  const fields = Object.entries<ToolField>(toolSpecs[name].fields);
  const required = fields.flatMap(([key, field]) => (field.required ? key : []));
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([key, field]) => [key, fieldSchema(field)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function fieldSchema(field: ToolField): Record<string, unknown> {
  const schema = Object.fromEntries(Object.entries(field).filter(([key]) => key !== 'required'));
  if (field.type === 'string') return { ...schema, pattern: '\\S' };
  if (field.type === 'array') return { ...schema, items: { type: 'string', maxLength: 200 } };
  return schema;
}

/** Why an input is not taken. */
export interface InputProblem {
  readonly code: 'not-an-object' | 'unknown-field' | 'missing-field' | 'wrong-type' | 'out-of-range';
  /** What to send instead. */
  readonly message: string;
}

export function checkInput<Name extends ToolName>(
  name: Name,
  input: unknown,
): { readonly input: ToolInput<Name> } | { readonly problem: InputProblem } {
  const fields: Readonly<Record<string, ToolField>> = toolSpecs[name].fields;
  const given: unknown = input ?? {};
  const fail = (code: InputProblem['code'], message: string): { readonly problem: InputProblem } => ({
    problem: { code, message: `${message} For example: ${JSON.stringify(toolSpecs[name].example)}` },
  });
  if (!isRecord(given)) return fail('not-an-object', 'Send a JSON object.');
  for (const key of Object.keys(given))
    if (!Object.hasOwn(fields, key)) {
      const known = Object.keys(fields);
      const which = known.length === 0 ? 'It takes no field; send {}.' : `It takes: ${known.join(', ')}.`;
      return fail('unknown-field', `There is no field "${key.slice(0, 60)}". ${which}`);
    }
  for (const [key, field] of Object.entries(fields)) {
    const value = given[key];
    if (value === undefined) {
      if (field.required) return fail('missing-field', `The field "${key}" is missing. ${field.description}`);
      continue;
    }
    const problem = wrongValue(field, value);
    if (problem) return fail(problem.code, `The field "${key}" ${problem.says}. ${field.description}`);
  }
  return { input: given as ToolInput<Name> };
}

function wrongValue(
  field: ToolField,
  value: unknown,
): { readonly code: 'wrong-type' | 'out-of-range'; readonly says: string } | undefined {
  switch (field.type) {
    case 'string':
      if (typeof value !== 'string') return { code: 'wrong-type', says: 'must be a text' };
      if (value.trim() === '') return { code: 'out-of-range', says: 'must not be empty' };
      if (Array.from(value).length > field.maxLength)
        return { code: 'out-of-range', says: `must be at most ${field.maxLength} characters long` };
      return field.format === 'date' && !isDate(value)
        ? { code: 'out-of-range', says: 'must be a day of the calendar, written YYYY-MM-DD' }
        : undefined;
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value))
        return { code: 'wrong-type', says: 'must be a whole number' };
      return value < field.minimum || value > field.maximum
        ? { code: 'out-of-range', says: `must be from ${field.minimum} to ${field.maximum}` }
        : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { code: 'wrong-type', says: 'must be true or false' };
    case 'array':
      if (
        !Array.isArray(value) ||
        ![...(value as unknown[])].every((one) => typeof one === 'string' && Array.from(one).length <= 200)
      )
        return { code: 'wrong-type', says: 'must be a list of texts' };
      return value.length > field.maxItems
        ? { code: 'out-of-range', says: `must hold at most ${field.maxItems}` }
        : undefined;
  }
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const moment = Date.parse(`${value}T00:00:00Z`);
  return Number.isFinite(moment) && new Date(moment).toISOString().startsWith(value);
}
