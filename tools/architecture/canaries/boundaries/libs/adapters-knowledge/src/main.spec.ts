import '@moorage/test-kit';
import '@moorage/adapters-memory';
import 'node:fs';
import '@moorage/gateway'; // violates tests:libs/adapters-knowledge
import 'left-pad'; // violates tests:libs/adapters-knowledge
