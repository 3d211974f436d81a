/** A reason not to go on that is the user's to read: what failed, and what to do about it. No stack goes with it. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
