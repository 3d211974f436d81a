/** An Adaptive Card, known by its root only; its elements are Microsoft's: https://adaptivecards.io/explorer/. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly version: string;
  readonly [property: string]: unknown;
}
