/** What the trigger "When a Teams webhook request is received" takes; the card is an object here, not a text. */
export interface WorkflowsMessage {
  readonly type: 'message';
  readonly attachments: readonly {
    readonly contentType: 'application/vnd.microsoft.card.adaptive';
    readonly contentUrl: null;
    readonly content: object;
  }[];
}

/** Wraps one Adaptive Card. */
export const workflowsMessage = (card: object): WorkflowsMessage => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
});
