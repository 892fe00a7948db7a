import ts from 'typescript';

/** The names that mean something in the file already: what it declares, and the types that it refers to. */
function namesIn(nodes: readonly ts.Node[]): Set<string> {
  const names = new Set<string>();
  const note = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName))
      names.add(node.typeName.text);
    ts.forEachChild(node, note);
  };
  for (const node of nodes) {
    note(node);
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      names.add(node.name.text);
  }
  return names;
}

/**
 * Gives each schema that is one object a type with its name in what openapi-typescript made, so that editors and errors say
 * `Provider` wherever one is. No interface: where any record is taken, such as `Record<string, unknown>`, TypeScript takes objects of a
 * type, and none of an interface. `taken` are names that such a type must not have.
 */
export function namedSchemas(made: readonly ts.Node[], taken: readonly string[]): ts.Node[] {
  const { factory } = ts;
  const used = new Set([...namesIn(made), ...taken]);
  const types: ts.TypeAliasDeclaration[] = [];

  function named(member: ts.TypeElement): ts.TypeElement {
    if (!ts.isPropertySignature(member) || !ts.isIdentifier(member.name)) return member;
    const { name, type } = member;
    if (type === undefined || !ts.isTypeLiteralNode(type) || type.members.length === 0)
      return member;
    if (!/^[A-Z]\w*$/.test(name.text) || used.has(name.text)) return member;
    const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
    const own = factory.createTypeAliasDeclaration(exported, name, undefined, type);
    types.push(ts.setSyntheticLeadingComments(own, ts.getSyntheticLeadingComments(member)));
    return factory.createPropertySignature(
      member.modifiers,
      name,
      member.questionToken,
      factory.createTypeReferenceNode(name.text),
    );
  }

  const nodes = made.map((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'components') return node;
    const members = node.members.map((part) => {
      if (
        !ts.isPropertySignature(part) ||
        !ts.isIdentifier(part.name) ||
        part.name.text !== 'schemas' ||
        part.type === undefined ||
        !ts.isTypeLiteralNode(part.type)
      )
        return part;
      const schemas = factory.createTypeLiteralNode(part.type.members.map(named));
      return factory.updatePropertySignature(
        part,
        part.modifiers,
        part.name,
        part.questionToken,
        schemas,
      );
    });
    const { modifiers, name, typeParameters, heritageClauses } = node;
    return factory.updateInterfaceDeclaration(
      node,
      modifiers,
      name,
      typeParameters,
      heritageClauses,
      members,
    );
  });
  return [...nodes, ...types];
}
