#ifndef CYAML_SHIM_H
#define CYAML_SHIM_H

#include <yaml.h>

// The fields of a node stand in an anonymous union, and its places between three pointers.
static inline const yaml_node_t *shim_yaml_node(const yaml_document_t *document, int number) {
  long count = document->nodes.top - document->nodes.start;
  return number >= 1 && number <= count ? document->nodes.start + number - 1 : NULL;
}

// As above.
static inline int shim_yaml_is(const yaml_node_t *node, yaml_node_type_t type) {
  return node->type == type;
}

// As above: the text of a scalar, which may hold NUL.
static inline const unsigned char *shim_yaml_text(const yaml_node_t *node, size_t *length) {
  *length = node->data.scalar.length;
  return node->data.scalar.value;
}

// As above: how many keys a mapping has.
static inline long shim_yaml_pair_count(const yaml_node_t *node) {
  return node->data.mapping.pairs.top - node->data.mapping.pairs.start;
}

// As above: a key and its value, as numbers of nodes.
static inline yaml_node_pair_t shim_yaml_pair(const yaml_node_t *node, long index) {
  return node->data.mapping.pairs.start[index];
}

#endif
