import type { ConnectorSpec } from '@moorage/domain';
import { fileSelectionProperties, type FileSelection } from '../../files/file-stream-config';

/** Named as in Airbyte's file connectors that read folders: its source-file knows one file at one address only. */
export interface FilesSourceConfiguration extends FileSelection {
  folder_path: string;
}

export const spec: ConnectorSpec = {
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Files on the machine of Moorage',
    type: 'object',
    required: ['folder_path'],
    properties: {
      folder_path: {
        title: 'Folder',
        description: 'Absolute path of a folder, below those that the operator of Moorage allows (FILES_ROOTS). Everything in it may be read; links that lead out are left out.',
        type: 'string',
        pattern: '^/',
        maxLength: 1_000,
        examples: ['/srv/handbook'],
        order: 0,
      },
      ...fileSelectionProperties(1),
    },
  },
};
