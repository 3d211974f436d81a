/** An alert as the sandbox's Graph answers it, as far as it is shown. */
export interface PlayedAlert {
  id: string;
  severity: string;
  status: string;
  title: string;
}

/** A record of the audit log, as far as it is shown. */
export interface PlayedRecord {
  Id: string;
  Operation: string;
  ObjectId?: string;
}

export interface Played {
  alerts: PlayedAlert[];
  records: PlayedRecord[];
}

/** Makes something happen in the simulated tenant, and gives what came of it. Refusals are in plain words. */
export async function playScenario(graph: string, name: string, wish: object): Promise<Played> {
  const response = await fetch(`${graph}/sandbox/scenarios/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  const answer: { value?: PlayedAlert[]; records?: PlayedRecord[]; error?: { message?: string } } = JSON.parse(
    await response.text(),
  );
  if (!answer.value) throw new Error(answer.error?.message ?? `The sandbox answered ${response.status}.`);
  return { alerts: answer.value, records: answer.records ?? [] };
}
