/** Texts that follow one another in the output. */
export function inOrder(...texts: readonly RegExp[]): RegExp {
  return new RegExp(texts.map(({ source }) => source).join('[\\s\\S]*'));
}

/** How each hop from an alert to its card is told. */
export const hops: readonly RegExp[] = [
  /Purview raises an alert: high severity, Adele Vance: DLP policy \(Financial data\)/,
  /\+\d+\.\d\d s {2}The back end polls Microsoft Graph, finds the alert and writes it to its event log/,
  /\+\d+\.\d\d s {2}The back end calls the flow "DLP alert → Teams message"/,
  /\+\d+\.\d\d s {2}The flow posts the card to Teams, in Security Operations \/ DLP alerts, as Megan Bowen/,
  / \d+\.\d\d s {2}from the alert to the card/,
];

/** The whole story, from the file that is shared on. */
export const everyHop = inOrder(
  /Adele Vance shares "Customer cards to refund.xlsx", which holds 23 credit card numbers/,
  ...hops,
);
