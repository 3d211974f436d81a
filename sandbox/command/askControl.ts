/** Asks the running sandbox for something; refusals are in its own plain words. */
export async function askControl<Answer>(control: string, path: string, wish?: object): Promise<Answer> {
  const response = await fetch(`${control}${path}`, {
    ...(wish && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    }),
  });
  const answer = JSON.parse(await response.text());
  if (!response.ok) throw new Error(answer.message ?? `The sandbox answered ${response.status}.`);
  return answer;
}
