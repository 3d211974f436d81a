import type { Question } from '../connectors/openQuestions.ts';
import { users } from '../contoso/users.ts';
import { printable } from '../start/describeAlert.ts';
import type { SandboxState } from '../start/sandboxState.ts';
import { bold, say } from '../start/terminal.ts';
import { askControl } from './askControl.ts';

type Shown = Pick<Question, 'id' | 'kind' | 'title' | 'askedOf' | 'choices' | 'inputs'>;

export interface AnswerWish {
  readonly id: string;
  readonly choice: string;
  readonly by?: string;
  readonly comments?: string;
  /** What is entered into the inputs of a card, as a JSON text. */
  readonly data?: string;
}

const questionsOf = ({ control }: SandboxState): Promise<Shown[]> => askControl(control, '/questions');

/** Lists the cards and approvals that wait for somebody. */
export async function showQuestions(state: SandboxState): Promise<void> {
  const open = await questionsOf(state);
  if (open.length === 0) say('No flow waits for an answer.');
  for (const { id, kind, title, askedOf, choices, inputs } of open) {
    say(`${bold(id)}  ${kind}: ${printable(title)}`);
    say(
      `  asked of ${askedOf.join(', ') || 'anybody in the channel'}; answers: ${choices.map((choice) => `"${printable(choice)}"`).join(', ')}`,
    );
    if (inputs.length > 0) {
      const entered = JSON.stringify(Object.fromEntries(inputs.map((input) => [input, '…'])));
      say(`  what is entered into it: --data '${printable(entered)}'`);
    }
  }
}

/** Answers a question as whoever was asked, or as Megan where anybody may answer. */
export async function answerQuestion({ id, data, ...wish }: AnswerWish, state: SandboxState): Promise<void> {
  const asked = (await questionsOf(state)).find((question) => question.id === id);
  if (!asked)
    throw new Error(`No question ${id} waits for an answer; npm run sandbox -- questions lists those that do.`);
  const [first = users.megan.userPrincipalName] = asked.askedOf;
  const answer = { by: first, ...wish, ...(data !== undefined && { data: enteredOf(data) }) };
  await askControl(state.control, `/questions/${id}/answer`, answer);
  say(`${answer.by} answered "${answer.choice}"; the flow goes on: ${state.flowRuns}`);
}

function enteredOf(data: string): object {
  try {
    const entered: unknown = JSON.parse(data);
    if (typeof entered === 'object' && entered !== null && !Array.isArray(entered)) return entered;
  } catch {
    // Said below, like a text that is no object.
  }
  throw new Error('--data must be a JSON object of what is entered, such as {"justification":"It was agreed."}');
}
