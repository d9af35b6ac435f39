/** The names of the tools for AI assistants, apart from what they take: registering needs no more. Names are for ever. */
export const toolNames = [
  'getSkill',
  'findSkills',
  'getProgress',
  'whatNext',
  'reviewQuestion',
  'gradeAnswer',
  'tickItem',
  'startLab',
  'getJournal',
] as const;

export type ToolName = (typeof toolNames)[number];

/** The name under which the editor knows a tool. */
export function fullToolName(name: ToolName): string {
  return `backendSkills_${name}`;
}
