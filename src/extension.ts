import type { ExtensionContext } from 'vscode';
import { createApi, type BackendSkillsApi } from './api';
import { registerAssistant } from './assistant';
import { registerCareer } from './career';
import { registerJournal } from './journal';
import { registerPaths } from './paths';
import { registerEvidence } from './evidence';
import { registerNotes } from './notes';
import { registerPay } from './pay';
import { registerPractice } from './practice';
import { registerProgress } from './progress';
import { registerReview } from './review';
import { registerSkillPanel } from './skillPanel';
import { registerSkills } from './skills';
import { registerSql } from './sql';
import { createServices } from './state/services';
import { registerTeam } from './team';

/**
 * The map of the extension: services first, then one line per feature, then the API for other extensions.
 * Nothing is read or loaded here; each feature does that when it is first used.
 */
export function activate(context: ExtensionContext): BackendSkillsApi {
  const services = createServices(context);
  context.subscriptions.push(
    registerSkills(services),
    registerSkillPanel(services),
    registerNotes(services),
    registerPay(services),
    registerCareer(services),
    registerPaths(services),
    registerPractice(services),
    registerProgress(services),
    registerEvidence(services),
    registerTeam(services),
    registerJournal(services),
    registerAssistant(services),
    registerSql(services),
    registerReview(services),
  );
  return createApi(services, context.subscriptions);
}
