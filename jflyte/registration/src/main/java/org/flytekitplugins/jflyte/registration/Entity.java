package org.flytekitplugins.jflyte.registration;

import com.google.protobuf.Message;
import java.util.List;

/**
 * What is to be registered.
 *
 * @param id of the entity
 * @param request that creates it
 * @param needs which other entities of the same package it refers to, each once
 */
record Entity(EntityId id, Message request, List<EntityId> needs) {
  Entity {
    needs = List.copyOf(needs);
  }
}
