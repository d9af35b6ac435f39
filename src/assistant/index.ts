import * as vscode from 'vscode';
import { fullToolName, toolNames, type ToolName } from '../core/assistantToolNames';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';

/**
 * Tools for the reader's own AI assistant. Registers only; the first call of one loads the rest. The extension calls no model: what a tool
 * answers goes to whoever has called it.
 */
export function registerAssistant({ log, stores, guidance }: Services): vscode.Disposable {
  // An editor may leave this part of the API out.
  const models = (vscode as Partial<typeof vscode>).lm;
  if (typeof models?.registerTool !== 'function') return new vscode.Disposable(() => undefined);
  const tools = lazy(async () => {
    const [{ AssistantTools }, ready] = await Promise.all([import('./tools'), stores()]);
    return new AssistantTools(ready, log, guidance);
  });
  const register = (name: ToolName): vscode.Disposable =>
    models.registerTool<unknown>(fullToolName(name), {
      invoke: async ({ input, tokenizationOptions }, token) =>
        (await tools()).invoke(name, input, token, tokenizationOptions),
      prepareInvocation: async ({ input }) => (await tools()).prepare(name, input),
    });
  try {
    return vscode.Disposable.from(...toolNames.map(register));
  } catch (error) {
    log.error(error, 'Registering tools for assistants');
    return new vscode.Disposable(() => undefined);
  }
}
