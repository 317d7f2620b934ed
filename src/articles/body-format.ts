/** The formats that a text is answered in. */
import { registerEnumType } from 'type-graphql';

export enum BodyFormat {
  HTML = 'HTML',
  TEXT = 'TEXT',
  MARKDOWN = 'MARKDOWN',
}
registerEnumType(BodyFormat, {
  name: 'BodyFormat',
  description: 'Formats that a text is answered in.',
  valuesConfig: {
    HTML: { description: 'Clean HTML.' },
    TEXT: { description: 'Plain text; a blank line between paragraphs.' },
    MARKDOWN: { description: 'Markdown (CommonMark).' },
  },
});
