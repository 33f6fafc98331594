import '@moorage/test-kit';
import '@nestjs/testing';
import '@moorage/gateway'; // violates tests:apps/personal-connector
import 'left-pad'; // violates tests:apps/personal-connector
