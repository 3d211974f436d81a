import { users } from '../contoso/users.ts';
import { signInWithConnector } from '../entra/signInWithConnector.ts';
import type { SandboxState } from '../start/sandboxState.ts';
import { say } from '../start/terminal.ts';

/** Prints nothing but an access token of this person for the back end, so that a shell can take it. */
export async function showToken(user: string | undefined, { entra }: SandboxState): Promise<void> {
  const connection = await signInWithConnector(entra, user ?? users.megan.userPrincipalName);
  say(await connection.accessToken());
}
