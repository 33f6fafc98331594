import '@moorage/test-kit';
import '@nestjs/testing';
import '@moorage/gateway'; // violates tests:apps/knowledge-connector
import 'left-pad'; // violates tests:apps/knowledge-connector
