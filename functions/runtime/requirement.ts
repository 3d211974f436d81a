/** Something other than a permission that must be in place before an operation works. */
export interface Requirement {
  readonly kind: 'setting' | 'licence' | 'billing' | 'role' | 'registration';
  /** What it is called; of a setting, its name. */
  readonly name: string;
  /** How to get it, as sentences. */
  readonly howTo: string;
  /** Whose calls need it; left out: everybody's. */
  readonly of?: 'people' | 'apps';
}
