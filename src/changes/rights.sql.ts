/** What partners were granted, as `partner_rights` keeps it: a list of {sourceId, access, embargoMinutes}, as SQL. */

/** SQL of the embargo, in minutes, of a source (SQL of its id) by a list of grants: its own, else the general one's; null without one. */
const embargoOf = (grants: string, source: string) => `(
  select g."embargoMinutes" from jsonb_to_recordset(${grants}) as g("sourceId" text, "embargoMinutes" int)
  where g."sourceId" = ${source} or g."sourceId" is null order by g."sourceId" nulls last limit 1)`;

/** SQL of the moment from which what a source released at a moment may be seen by a list of grants; null where nothing is granted. */
export const embargoEnd = (released: string, grants: string, source: string) =>
  `${released} + make_interval(mins => ${embargoOf(grants, source)})`;
