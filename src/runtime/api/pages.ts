import type { LiveMetadata, LiveObject } from '../../model/manifests/live-object';
import type { ApiClient, Query } from './api-client';
import { ApiError, isRefusal } from './api-error';

/** What is read of each object: all of it, or its metadata alone. */
export interface ListOptions {
  readonly query?: Query;
  /** Objects a page. @default 500 */
  readonly limit?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where a watch goes on from. */
  readonly resourceVersion: string;
}

/** An object of which only the metadata was asked for. */
export interface MetadataItem {
  readonly metadata: LiveMetadata;
}

interface List<Item> {
  readonly items: readonly Item[] | null;
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
}

/** Asks for the metadata of listed objects alone. */
export const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The pages of a collection, whole objects. */
export function objectPages(
  client: ApiClient,
  path: string,
  options: ListOptions = {},
): AsyncGenerator<Page<LiveObject>> {
  return pages<LiveObject>(client, path, options);
}

/** The pages of a collection, metadata alone: for large objects a small part of what the whole takes. */
export function metadataPages(
  client: ApiClient,
  path: string,
  options: ListOptions = {},
): AsyncGenerator<Page<MetadataItem>> {
  return pages<MetadataItem>(client, path, options, metadataOnly);
}

/**
 * A list that takes longer than the server keeps its snapshot expires. The refusal then brings a token for the rest as it is
 * now: an object may be missed or met changed, which is no harm to whoever looks at each again.
 */
async function* pages<Item>(
  client: ApiClient,
  path: string,
  { query = {}, limit = 500 }: ListOptions,
  accept?: string,
): AsyncGenerator<Page<Item>> {
  let next: string | undefined;
  do {
    const list = await page<Item>(client, path, { ...query, limit, continue: next }, accept);
    const { resourceVersion } = list.metadata;
    const { continue: token } = list.metadata;
    if (token && token === next) throw new ApiError(0, '', 'the API server gives the same page again and again');
    next = token || undefined;
    yield { items: list.items ?? [], resourceVersion };
  } while (next !== undefined);
}

async function page<Item>(client: ApiClient, path: string, query: Query, accept?: string): Promise<List<Item>> {
  try {
    return whole(await client.get<List<Item> | null>(path, query, accept), path);
  } catch (error) {
    if (!isRefusal(error, 410) || error.nextPage === undefined || query['continue'] === undefined) throw error;
    return whole(await client.get<List<Item> | null>(path, { ...query, continue: error.nextPage }, accept), path);
  }
}

/** Somebody in between may answer in the server's place. */
function whole<Item>(list: List<Item> | null, path: string): List<Item> {
  // An empty list may have null.
  if (list?.metadata && list.items !== undefined) return list;
  throw new ApiError(502, '', `the answer to GET ${path} is no list`);
}
