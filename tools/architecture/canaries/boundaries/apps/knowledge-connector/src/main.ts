import '@moorage/adapters-node';
import '@moorage/gateway'; // violates row:apps/knowledge-connector
import 'pg'; // violates row:apps/knowledge-connector
