/** A sensitivity label of the tenant, as far as a change of labels is judged by it. */
export interface KnownLabel {
  readonly name: string;
  /** Higher is more sensitive. */
  readonly priority?: number;
}

/** What Graph says of labels; everything is undefined when it does not say. */
export interface LabelLookup {
  ofId(labelId: string): Promise<KnownLabel | undefined>;
  /** The label id of a file in SharePoint or OneDrive; `none` when it carries none. */
  ofItem(itemUrl: string): Promise<string | 'none' | undefined>;
}
