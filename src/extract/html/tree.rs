//! The elements and texts of a page as a tree that is cheap to build and to walk.

use std::cell::Cell;
use std::cell::Ref;
use std::cell::RefCell;

use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::QualName;
use html5ever::local_name;
use html5ever::ns;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::ElementFlags;
use html5ever::tree_builder::NodeOrText;
use html5ever::tree_builder::QuirksMode;
use html5ever::tree_builder::TreeSink;

/// The place of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    /// The number of the node, in the order of making.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The node above all others.
pub(super) const DOCUMENT: NodeId = NodeId(0);

/// An element, a text, or what holds no words: the document itself, a comment.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: Option<NodeId>,
    pub(super) first_child: Option<NodeId>,
    pub(super) next: Option<NodeId>,
    last_child: Option<NodeId>,
    previous: Option<NodeId>,
    /// The line of the source, from 1, that it begins on; for a text the line that it ends on.
    pub(super) line: u32,
    depth: u16,
    pub(super) content: Content,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Content {
    Nothing,
    Element(Element),
    Text(StrTendril),
}

/// An element: its name and the few attributes that were kept.
#[derive(Debug)]
pub(super) struct Element {
    name: QualName,
    attributes: Vec<Attribute>,
}

impl Element {
    /// The name without its namespace; the empty name for elements of SVG and MathML.
    pub(super) fn tag(&self) -> LocalName {
        if self.name.ns == ns!(html) {
            self.name.local.clone()
        } else {
            local_name!("")
        }
    }

    /// The name as it was written, whatever the namespace.
    #[cfg(test)]
    pub(super) fn any_tag(&self) -> &LocalName {
        &self.name.local
    }

    /// The value of the attribute `name`.
    pub(super) fn attribute(&self, name: &LocalName) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.local == *name)
            .map(|attribute| &*attribute.value)
    }

    /// Whether there is an attribute `name`, whatever its value.
    pub(super) fn has(&self, name: &LocalName) -> bool {
        self.attribute(name).is_some()
    }
}

/// All nodes of a page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The node `id`.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        // Ids are made by this tree alone and nodes are never taken out, so the index always exists.
        &self.nodes[id.index()]
    }

    /// The element `id`, if it is one.
    pub(super) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id).content {
            Content::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The node made as the `index`-th.
    #[cfg(test)]
    pub(super) fn id_at(&self, index: usize) -> NodeId {
        NodeId(u32::try_from(index).expect("tests make small trees"))
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node after `id` in the order of reading if nothing below `id` is entered: its next sibling, or that of
    /// the nearest ancestor that has one, within `root`. Calls `leave` for each node that is left on the way.
    pub(super) fn after(
        &self,
        id: NodeId,
        root: NodeId,
        mut leave: impl FnMut(NodeId),
    ) -> Option<NodeId> {
        let mut at = id;
        loop {
            leave(at);
            if at == root {
                return None;
            }
            if let Some(next) = self.node(at).next {
                return Some(next);
            }
            at = self.node(at).parent?;
        }
    }

    /// The words of all texts below `root`, at most about `bytes` bytes of them.
    pub(super) fn text_below(&self, root: NodeId, bytes: usize) -> String {
        let mut text = String::new();
        let mut at = Some(root);
        while let Some(id) = at {
            if text.len() > bytes {
                break;
            }
            let node = self.node(id);
            if let Content::Text(words) = &node.content {
                text.push_str(words);
            }
            at = match node.first_child {
                Some(child) => Some(child),
                None => self.after(id, root, |left| {
                    if self.element(left).is_some() {
                        text.push(' ');
                    }
                }),
            };
        }
        text
    }

    fn detach(&mut self, id: NodeId) {
        let node = &mut self.nodes[id.index()];
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        if let Some(previous) = previous {
            self.nodes[previous.index()].next = next;
        } else if let Some(parent) = parent {
            self.nodes[parent.index()].first_child = next;
        }
        if let Some(next) = next {
            self.nodes[next.index()].previous = previous;
        } else if let Some(parent) = parent {
            self.nodes[parent.index()].last_child = previous;
        }
    }

    fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let depth = self.node(parent).depth.saturating_add(1);
        let last = self.nodes[parent.index()].last_child.replace(child);
        let node = &mut self.nodes[child.index()];
        node.parent = Some(parent);
        node.previous = last;
        node.depth = depth;
        match last {
            Some(last) => self.nodes[last.index()].next = Some(child),
            None => self.nodes[parent.index()].first_child = Some(child),
        }
    }

    fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let (parent, previous) = {
            let sibling = self.node(sibling);
            (sibling.parent, sibling.previous)
        };
        let depth = self.node(sibling).depth;
        let node = &mut self.nodes[child.index()];
        node.parent = parent;
        node.previous = previous;
        node.next = Some(sibling);
        node.depth = depth;
        self.nodes[sibling.index()].previous = Some(child);
        match (previous, parent) {
            (Some(previous), _) => self.nodes[previous.index()].next = Some(child),
            (None, Some(parent)) => self.nodes[parent.index()].first_child = Some(child),
            (None, None) => {}
        }
    }

    fn make(&mut self, content: Content, line: u32) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            parent: None,
            first_child: None,
            next: None,
            last_child: None,
            previous: None,
            line,
            depth: 0,
            content,
        });
        id
    }
}

/// Takes what the tree builder of html5ever decides and makes the tree of it.
#[derive(Debug)]
pub(super) struct TreeMaker {
    tree: RefCell<Tree>,
    line: Cell<u32>,
    depth: Cell<u16>,
}

impl TreeMaker {
    /// A maker with nothing but the document node, for a page of about `bytes` bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let mut tree = Tree {
            nodes: Vec::with_capacity((bytes / 48).min(1 << 16) + 8),
        };
        tree.make(Content::Nothing, 1);
        Self {
            tree: RefCell::new(tree),
            line: Cell::new(1),
            depth: Cell::new(0),
        }
    }

    /// About how deep the element is that is open now.
    pub(super) fn depth(&self) -> usize {
        usize::from(self.depth.get())
    }

    /// Notes that an end tag was read. It may close nothing or much; the next node put in its place sets it right.
    pub(super) fn note_end_tag(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// How many nodes have been made.
    pub(super) fn len(&self) -> usize {
        self.tree.borrow().len()
    }

    fn make(&self, content: Content) -> NodeId {
        self.tree.borrow_mut().make(content, self.line.get())
    }

    fn node_of(&self, child: NodeOrText<NodeId>) -> NodeId {
        match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => self.make(Content::Text(text)),
        }
    }
}

impl TreeSink for TreeMaker {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _message: std::borrow::Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        static NO_NAME: QualName = QualName {
            prefix: None,
            ns: ns!(),
            local: local_name!(""),
        };
        Ref::map(self.tree.borrow(), |tree| match tree.element(*target) {
            Some(element) => &element.name,
            None => &NO_NAME,
        })
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> NodeId {
        self.make(Content::Element(Element { name, attributes }))
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.make(Content::Nothing)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.make(Content::Nothing)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let child = self.node_of(child);
        let mut tree = self.tree.borrow_mut();
        tree.append(*parent, child);
        let node = tree.node(child);
        let open = match node.content {
            Content::Element(_) => node.depth,
            _ => node.depth.saturating_sub(1),
        };
        self.depth.set(open);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.tree.borrow().node(*element).parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &NodeId) {
        let depth = self.tree.borrow().node(*node).depth;
        self.depth.set(depth.saturating_sub(1));
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let child = self.node_of(child);
        self.tree.borrow_mut().insert_before(*sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        if let Some(Node {
            content: Content::Element(element),
            ..
        }) = tree.nodes.get_mut(target.index())
        {
            for attribute in attributes {
                if !element.has(&attribute.name.local) {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.node(*node).first_child {
            tree.append(*new_parent, child);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }

    // Kept where it stands, a declarative shadow root is one more place where a page may hold its words.
    fn allow_declarative_shadow_roots(&self, _intended_parent: &NodeId) -> bool {
        false
    }
}
