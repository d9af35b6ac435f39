import * as vscode from 'vscode';
import type { ToolName } from '../core/assistantToolNames';
import { checkInput, type ToolInput } from '../core/assistantTools';
import { localZone } from '../core/days';
import type { Grade } from '../core/progress';
import { commandIds, settingIds } from '../ids';
import { isExpected, messageOf } from '../platform/errors';
import type { Log } from '../platform/log';
import type { Guidance } from '../state/guidance';
import type { Stores } from '../state/stores';
import {
  answerToCompare,
  bounded,
  findSkills,
  getJournal,
  getProgress,
  getSkill,
  itemOf,
  labOf,
  maxAnswer,
  questionOf,
  recorded,
  refuseIfOff,
  reviewQuestion,
  ticked,
  ToolFailure,
  whatNext,
  type Known,
} from './answers';

/** A token is about four characters of English; three leave room for code. */
const charactersPerToken = 3;

/** The tools as the editor calls them. What a model sent wrongly is answered with what to send; only what broke is thrown. */
export class AssistantTools {
  private readonly known: Known;

  constructor(
    private readonly stores: Stores,
    private readonly log: Log,
    guidance: () => Promise<Guidance>,
  ) {
    this.known = {
      catalog: stores.catalog,
      rollup: stores.rollup,
      isDone: (id) => stores.isDone(id),
      practised: () => stores.practised(),
      verified: () => stores.verified(),
      reviews: stores.reviews,
      zones: () => stores.zones(),
      body: (skill) => stores.packs.body(skill),
      deck: () => stores.deck(),
      advice: async () => (await guidance()).advice,
      now: () => Date.now(),
      zone: localZone,
    };
  }

  async invoke(
    name: ToolName,
    input: unknown,
    token: vscode.CancellationToken,
    budget?: vscode.LanguageModelToolTokenizationOptions,
  ): Promise<vscode.LanguageModelToolResult> {
    const max = Math.min(maxAnswer, (budget?.tokenBudget ?? Infinity) * charactersPerToken);
    let text: string;
    try {
      text = await this.answer(name, input, token);
    } catch (error) {
      if (error instanceof vscode.CancellationError) throw error;
      if (!(error instanceof ToolFailure)) {
        this.log.error(error, `The assistant's tool ${name}`);
        throw new Error(`Backend Skills could not answer: ${messageOf(error)}`, { cause: error });
      }
      text = `Error (${error.code}): ${error.message}`;
    }
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(bounded(text, max))]);
  }

  private async answer(name: ToolName, input: unknown, token: vscode.CancellationToken): Promise<string> {
    if (!isOn())
      throw new ToolFailure(
        'switched-off',
        `The learner has switched these tools off by the setting ${settingIds.assistantTools}. Answer without them.`,
      );
    const going = (): void => {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
    };
    going();
    const { known } = this;
    const answer = await this.run(name, input, known, going);
    going();
    return answer;
  }

  private async run(name: ToolName, input: unknown, known: Known, going: () => void): Promise<string> {
    switch (name) {
      case 'getSkill':
        return getSkill(known, checked(name, input));
      case 'findSkills':
        return findSkills(known, checked(name, input));
      case 'getProgress':
        return getProgress(known, checked(name, input));
      case 'reviewQuestion':
        return reviewQuestion(known, checked(name, input));
      case 'whatNext':
        checked(name, input);
        return whatNext(known);
      case 'getJournal':
        return getJournal(known, checked(name, input));
      case 'gradeAnswer': {
        const { question = '', grade } = checked(name, input);
        if (grade === undefined) return answerToCompare(known, question);
        await questionOf(known, question);
        refuseIfOff(await known.deck());
        going();
        await saving(() => this.stores.reviews.add(question, grade as Grade));
        return recorded(known, question, grade as Grade);
      }
      case 'tickItem': {
        const { item = '', done = true } = checked(name, input);
        const { id } = itemOf(known, item);
        const changed = known.isDone(id) !== done;
        going();
        if (changed) await saving(() => this.stores.setDone([id], done));
        return ticked(known, id, done, changed);
      }
      case 'startLab': {
        const { lab = '' } = checked(name, input);
        const { id, title } = labOf(known, lab);
        going();
        // It asks the learner for a language and a folder, which may take its time.
        void vscode.commands.executeCommand(commandIds.startLab, id);
        return `# Lab "${title}" (${id})\n\nThe editor now asks the learner for a language, makes the folder and opens code and brief. Nothing is known yet of whether they go on.`;
      }
    }
  }

  /** What the editor shows while a tool runs, and what it asks before one that writes. An input that would be refused asks for nothing. */
  async prepare(name: ToolName, input: unknown): Promise<vscode.PreparedToolInvocation> {
    const { t } = vscode.l10n;
    try {
      switch (name) {
        case 'getSkill':
          return { invocationMessage: t('Reading a page of Backend Skills') };
        case 'findSkills':
          return { invocationMessage: t('Searching Backend Skills') };
        case 'getProgress':
          return { invocationMessage: t('Reading your progress') };
        case 'whatNext':
          return { invocationMessage: t('Looking for what is next') };
        case 'reviewQuestion':
          return { invocationMessage: t('Choosing a review question') };
        case 'getJournal':
          return { invocationMessage: t('Reading your journal') };
        case 'gradeAnswer': {
          const { question = '', grade } = checked(name, input);
          if (grade === undefined) return { invocationMessage: t('Reading the answer of the page') };
          const { question: found, skill } = await questionOf(this.known, question);
          refuseIfOff(await this.known.deck());
          return {
            invocationMessage: t('Recording a review'),
            confirmationMessages: {
              title: t('Record a review?'),
              message: t(
                '"{0}" ({1}) is recorded as answered: {2}. It decides when the question comes again. *Undo Last Review Answer* takes it back.',
                found.question,
                skill.title,
                gradeText(grade as Grade),
              ),
            },
          };
        }
        case 'tickItem': {
          const { item = '', done = true } = checked(name, input);
          const { text, skill } = itemOf(this.known, item);
          const place = skill?.title ?? t('Career Guide');
          return {
            invocationMessage: done ? t('Ticking an item') : t('Taking a tick back'),
            confirmationMessages: done
              ? {
                  title: t('Tick this item as practised?'),
                  message: t('"{0}" ({1}). *Undo Last Tick* takes it back.', text, place),
                }
              : {
                  title: t('Take this tick back?'),
                  message: t(
                    '"{0}" ({1}) will not be practised any more. *Undo Last Tick* brings it back.',
                    text,
                    place,
                  ),
                },
          };
        }
        case 'startLab': {
          const { lab = '' } = checked(name, input);
          return {
            invocationMessage: t('Starting a lab'),
            confirmationMessages: {
              title: t('Start a lab?'),
              message: t(
                '"{0}": you are asked for a language, then its folder is made in your workspace and opened.',
                labOf(this.known, lab).title,
              ),
            },
          };
        }
      }
    } catch (error) {
      if (!(error instanceof ToolFailure)) throw error;
      return {};
    }
  }
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(settingIds.assistantTools, true);
}

function checked<Name extends ToolName>(name: Name, input: unknown): ToolInput<Name> {
  const result = checkInput(name, input);
  if ('problem' in result) throw new ToolFailure(result.problem.code, result.problem.message);
  return result.input;
}

/** Tells the model when something could not be stored, in the words that the learner would read. */
async function saving(store: () => Promise<unknown>): Promise<void> {
  try {
    await store();
  } catch (error) {
    if (isExpected(error)) throw new ToolFailure('not-saved', error.message);
    throw error;
  }
}

function gradeText(grade: Grade): string {
  const { t } = vscode.l10n;
  const words: Readonly<Record<Grade, string>> = { 1: t('not known'), 2: t('hard'), 3: t('good'), 4: t('easy') };
  return words[grade];
}
