/** What a newcomer finds in GraphiQL's tabs: queries that answer from the demo content, and a subscription. */
export const SAMPLES: { query: string; variables?: string }[] = [
  {
    query: `# The newest articles with their sources and tags
query FrontPage {
  articles(first: 10) {
    nodes {
      title
      excerpt
      publishedOn { value precision }
      source { name }
      tags { name }
      path
    }
    pageInfo { hasNextPage endCursor }
    totalCount { value exact }
  }
}
`,
  },
  {
    query: `# The line of latest headlines
query Ticker {
  ticker {
    updatedAt
    headlines(first: 20) { title direction href source { name } }
  }
}
`,
  },
  {
    query: `# A section with its narrower tags and its articles in two languages
query Section {
  tags(filter: { kind: TOPIC, topLevel: true }, orderBy: MOST_USED, first: 3) {
    nodes {
      name
      french: name(language: "fr")
      articleCount { value }
      narrower { nodes { name articleCount { value } } }
      articles(first: 3, filter: { languages: ["ar", "fr"] }) { nodes { title language } }
    }
  }
}
`,
  },
  {
    query: `# One day of the archive, and what to read beside an article of it
query Day($date: Date!) {
  archiveDay(date: $date) {
    previous
    next
    articles(first: 5) {
      nodes {
        title
        relatedHeadlines(first: 3) { reason headline { title href } sharedTags { name } }
        observedHeadlines(first: 5) { title href }
      }
    }
  }
}
`,
    variables: '{ "date": "2023-03-12" }',
  },
  {
    query: `# The ticker again, whenever it changes
subscription TickerLive {
  ticker {
    updatedAt
    headlines(first: 5) { title href }
  }
}
`,
  },
];
