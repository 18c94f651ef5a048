// Many reports as one SARIF log with one run: code hosts take a limited number of runs (GitHub: 20 a file, one of a tool and category).
import { renderReport, type Report } from 'mcp-auth-doctor';
import { inSarif, type Expectation } from './expect.js';
import { publicPart } from './public-part.js';

/** A server, and the line of the list that names it. */
export interface Listed {
  address: string;
  line: number;
}

interface Location {
  physicalLocation: { artifactLocation: { uri: string }; region?: { startLine: number } };
}

interface Run {
  tool: { driver: { rules: { id: string }[] } };
  results: { locations: Location[]; partialFingerprints: Record<string, string>; properties: object }[];
}

/**
 * The log. A finding stands at the line of the list that names its server, for code hosts show only what is in the repository; the address that
 * it is about stays in `properties.url`.
 *
 * @param all every report, also where `shown` is empty: from there comes the name of the tool
 * @param path of the list, as it is named in the repository
 * @param expected what came of --expect
 */
export function sarifOf(shown: readonly [Listed, Report][], all: readonly [Listed, Report][], path: string, expected: (report: Report) => Expectation | undefined): string {
  const logs = shown.map(([server, report]) => ({ server, log: parsed(report, expected(report)) }));
  const [frame] = all.slice(0, 1).map(([, report]) => parsed({ ...report, findings: [] }));
  const rules = new Map(logs.flatMap(({ log }) => log.runs[0].tool.driver.rules.map((rule) => [rule.id, rule])));
  const results = logs.flatMap(({ server: { address, line }, log }) =>
    log.runs[0].results.map((result) => ({
      ...result,
      locations: [{ physicalLocation: { artifactLocation: { uri: path.replaceAll('\\', '/') }, region: { startLine: line } } }],
      partialFingerprints: Object.fromEntries(Object.entries(result.partialFingerprints).map(([name, value]) => [name, `${value} ${publicPart(address)}`])),
      properties: { ...result.properties, server: publicPart(address) },
    })),
  );
  const driver = { ...frame?.runs[0].tool.driver, rules: [...rules.values()] };
  return JSON.stringify({ ...frame, runs: [{ tool: { driver }, results }] }, null, 2);
}

function parsed(report: Report, expectation?: Expectation): { runs: [Run] } {
  return JSON.parse(inSarif(renderReport(report, 'sarif'), report, expectation)) as { runs: [Run] };
}
