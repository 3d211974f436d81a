import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../flows/expression/json.ts';

/** What a connector asks somebody before its flow goes on: an approval, or a card with buttons. */
export interface Question {
  readonly id: string;
  readonly kind: 'approval' | 'card';
  readonly title: string;
  /** Who may answer, by address; empty for anybody in the channel. */
  readonly askedOf: readonly string[];
  /** What can be answered: outcomes of an approval, or titles of a card's buttons. */
  readonly choices: readonly string[];
  /** The ids of what is entered into a card beside that; none for an approval. */
  readonly inputs: readonly string[];
  readonly details: JsonObject;
  readonly askedAt: string;
}

export interface QuestionAnswer {
  readonly choice: string;
  /** The address of whoever answers. */
  readonly by: string;
  readonly comments?: string;
  /** What was entered into a card's inputs, by their ids. */
  readonly data?: JsonObject;
}

type Asked = Omit<Question, 'id' | 'askedAt'> & {
  readonly notificationUrl: string;
  /** What the flow is told of an answer. */
  notification(answer: QuestionAnswer, question: Question): JsonObject;
};

/** The questions that wait for somebody's answer; answering one calls its flow back. */
export interface OpenQuestions {
  ask(question: Asked): Question;
  readonly open: readonly Question[];
  /** Rejects when there is no such question, choice or person, or the flow no longer waits or cannot be reached. */
  answer(id: string, answer: QuestionAnswer): Promise<void>;
  /** Calls the listener with every later question until the returned function is called. */
  watch(listener: (question: Question) => void): () => void;
}

export function createOpenQuestions(): OpenQuestions {
  const asked = new Map<string, { readonly question: Question; readonly asked: Asked }>();
  const listeners = new Set<(question: Question) => void>();
  return {
    ask(asking) {
      const { notificationUrl: _, notification: __, ...shown } = asking;
      const question = { id: randomUUID(), askedAt: new Date().toISOString(), ...shown };
      asked.set(question.id, { question, asked: asking });
      // The connector answers the flow's request first.
      setImmediate(() => {
        for (const listener of listeners) listener(question);
      });
      return question;
    },
    get open() {
      return [...asked.values()].map(({ question }) => question);
    },
    async answer(id, answer) {
      const found = asked.get(id);
      if (!found) throw new Error(`No question ${id} waits for an answer.`);
      const { choices, askedOf } = found.question;
      if (!choices.includes(answer.choice)) {
        // A title may hold a comma itself.
        const titles = choices.map((choice) => `"${choice}"`).join(', ');
        throw new Error(`"${answer.choice}" is none of ${titles}.`);
      }
      const isAsked = askedOf.length === 0 || askedOf.some((one) => one.toLowerCase() === answer.by.toLowerCase());
      if (!isAsked) throw new Error(`${answer.by} was not asked; ${askedOf.join(', ')} was.`);
      const body = JSON.stringify(found.asked.notification(answer, found.question));
      // Gone before the flow is told, so that nobody answers a second time; back where nothing reached the flow.
      asked.delete(id);
      const response = await fetch(found.asked.notificationUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }).catch((cause: unknown) => {
        asked.set(id, found);
        throw new Error('The flow could not be reached; the question still waits.', { cause });
      });
      if (!response.ok) throw new Error(`The flow no longer waits for the answer: ${response.status}.`);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
