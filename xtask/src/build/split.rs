//! The core as two modules: what the first calls of a host run, and the rest, which is compiled once something asks for it.
//!
//! Engines check a whole module before they run any of it. The halves share memory, tables and globals. Each finds functions of
//! the other in slots of the function table; the first half starts the rest before it calls one.

use super::wasm::Core;
use crate::sh;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use walrus::ir::{BinaryOp, Const, GlobalSet, Instr, InstrSeqType, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalId, GlobalKind, ImportedFunction, Module, ModuleConfig, TableId, ValType,
};

/// The two halves, as bytes.
pub struct Halves {
    /// The module to start with; its import `rest.load` has to start the other one.
    pub first: Vec<u8>,
    /// The other one. What it shares it imports from `core`, the exports of the first; functions from `first`, by their slots.
    pub rest: Vec<u8>,
}

/// A function's place in the module that both halves are made of.
type Place = usize;

/// Splits the core; `folder` takes what is needed to find out which functions the first calls run.
///
/// # Errors
/// Where the module is no wasm, or the first calls fail.
pub fn split(core: &Core, folder: &Path) -> Result<Halves> {
    let wasm = std::fs::read(&core.wasm).context("cannot read core.wasm")?;
    let early = run_early(&wasm, &core.glue, folder)?;
    let mut first = parse(&wasm)?;
    let mut rest = parse(&wasm)?;
    let slots = Slots::of(&first, &early)?;
    let locals = local_functions(&first);
    let late = |id: &FunctionId| locals.contains_key(&id.index()) && !early.contains(&id.index());
    let is_late = |item| matches!(item, ExportItem::Function(id) if late(&id));
    keep_exports(&mut first, |item| !is_late(item));
    keep_exports(&mut rest, is_late);
    make_first(&mut first, &slots)?;
    make_rest(&mut rest, &slots)?;
    walrus::passes::gc::run(&mut first);
    walrus::passes::gc::run(&mut rest);
    Ok(Halves {
        first: first.emit_wasm(),
        rest: rest.emit_wasm(),
    })
}

fn parse(wasm: &[u8]) -> Result<Module> {
    ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse(wasm)
}

fn local_functions(module: &Module) -> BTreeMap<Place, FunctionId> {
    let ids = module.funcs.iter_local().map(|(id, _)| id);
    ids.map(|id| (id.index(), id)).collect()
}

/// The functions that `entry/first-calls.mjs` runs: each marks a global of its own.
fn run_early(wasm: &[u8], glue: &str, folder: &Path) -> Result<BTreeSet<Place>> {
    let mut traced = parse(wasm)?;
    for (place, id) in local_functions(&traced) {
        let mark = new_flag(&mut traced);
        traced.exports.add(&format!("ran {place}"), mark);
        let FunctionKind::Local(function) = &mut traced.funcs.get_mut(id).kind else {
            bail!("function {place} is imported");
        };
        let set: [Instr; 2] = [
            Const {
                value: Value::I32(1),
            }
            .into(),
            GlobalSet { global: mark }.into(),
        ];
        let mut body = function.builder_mut().func_body();
        for (position, instruction) in set.into_iter().enumerate() {
            body.instr_at(position, instruction);
        }
    }
    let (module, script) = (folder.join("traced.wasm"), folder.join("traced.mjs"));
    sh::write(&module, traced.emit_wasm())?;
    sh::write(&script, glue)?;
    let mut node = sh::command("node");
    let calls = node.arg("pkg-template/entry/first-calls.mjs");
    let ran = sh::read(calls.args([script, module]))?;
    serde_json::from_str(&ran).context("first-calls.mjs prints no list of numbers")
}

fn new_flag(module: &mut Module) -> GlobalId {
    let initial = ConstExpr::Value(Value::I32(0));
    module.globals.add_local(ValType::I32, true, false, initial)
}

/// Where in the function table one half finds the functions of the other.
struct Slots {
    /// Functions of the rest that the first half calls or has in its table.
    of_rest: BTreeMap<Place, i32>,
    /// Functions of the first half that the rest calls.
    of_first: BTreeMap<Place, i32>,
}

impl Slots {
    fn of(module: &Module, early: &BTreeSet<Place>) -> Result<Self> {
        let (mut by_first, mut by_rest) = (Named::default(), Named::default());
        for (id, function) in module.funcs.iter_local() {
            let is_early = early.contains(&id.index());
            let names = if is_early {
                &mut by_first
            } else {
                &mut by_rest
            };
            dfs_in_order(names, function, function.entry_block());
        }
        for element in module.elements.iter() {
            if let ElementItems::Functions(list) = &element.items {
                by_first.0.extend(list.iter().map(|id| id.index()));
            }
        }
        let mut next = i32::try_from(module.tables.get(table(module)?).initial)?..;
        let locals = local_functions(module);
        let mut numbered = |named: Named, first: bool| -> BTreeMap<Place, i32> {
            let crossing = |at: &Place| locals.contains_key(at) && early.contains(at) == first;
            named
                .0
                .into_iter()
                .filter(crossing)
                .zip(&mut next)
                .collect()
        };
        Ok(Self {
            of_rest: numbered(by_first, false),
            of_first: numbered(by_rest, true),
        })
    }

    /// Widens the table for all, and fills in the functions that are at home in this half.
    fn fill(&self, module: &mut Module, own: &BTreeMap<Place, i32>) -> Result<()> {
        let id = table(module)?;
        let locals = local_functions(module);
        let functions = own.keys().filter_map(|place| locals.get(place).copied());
        let items = ElementItems::Functions(functions.collect());
        let Some(start) = own.values().next() else {
            bail!("one half calls nothing of the other");
        };
        let offset = ConstExpr::Value(Value::I32(*start));
        let kind = ElementKind::Active { table: id, offset };
        let element = module.elements.add(kind, items);
        let table = module.tables.get_mut(id);
        table.elem_segments.insert(element);
        table.initial += (self.of_rest.len() + self.of_first.len()) as u64;
        table.maximum = table.maximum.map(|_| table.initial);
        Ok(())
    }
}

/// The functions that were named somewhere.
#[derive(Default)]
struct Named(BTreeSet<Place>);

impl Visitor<'_> for Named {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.0.insert(id.index());
    }
}

fn table(module: &Module) -> Result<TableId> {
    let table = module.tables.main_function_table()?;
    table.context("the core has no function table")
}

fn make_first(module: &mut Module, slots: &Slots) -> Result<()> {
    for (name, item) in shared(module) {
        module.exports.add(&name, item);
    }
    module.exports.add("functions", table(module)?);
    slots.fill(module, &slots.of_first)?;
    let nothing = module.types.add(&[], &[]);
    let (load, _) = module.add_import_func("rest", "load", nothing);
    let loaded = new_flag(module);
    let mut ready = FunctionBuilder::new(&mut module.types, &[], &[]);
    let load_once = |then: &mut walrus::InstrSeqBuilder| {
        then.call(load).i32_const(1).global_set(loaded);
    };
    ready
        .func_body()
        .global_get(loaded)
        .i32_const(0)
        .binop(BinaryOp::I32Eq)
        .if_else(InstrSeqType::Simple(None), load_once, |_| {});
    let ready = ready.finish(Vec::new(), &mut module.funcs);
    call_by_slot(module, &slots.of_rest, ready)
}

fn make_rest(module: &mut Module, slots: &Slots) -> Result<()> {
    drop_contents(module);
    slots.fill(module, &slots.of_rest)?;
    import_by_slot(module, &slots.of_first)?;
    for (name, item) in shared(module) {
        match item {
            ExportItem::Memory(id) => {
                let import = module.imports.add("core", &name, id);
                module.memories.get_mut(id).import = Some(import);
            }
            ExportItem::Table(id) => {
                let import = module.imports.add("core", &name, id);
                module.tables.get_mut(id).import = Some(import);
            }
            ExportItem::Global(id) => {
                let import = module.imports.add("core", &name, id);
                module.globals.get_mut(id).kind = GlobalKind::Import(import);
            }
            ExportItem::Function(_) | ExportItem::Tag(_) => {}
        }
    }
    Ok(())
}

fn keep_exports(module: &mut Module, keep: impl Fn(ExportItem) -> bool) {
    let unwanted = module.exports.iter().filter(|export| !keep(export.item));
    let unwanted: Vec<_> = unwanted.map(|export| export.id()).collect();
    unwanted
        .into_iter()
        .for_each(|id| module.exports.delete(id));
}

/// Leaves table entries and data to the first half.
fn drop_contents(module: &mut Module) {
    let elements: Vec<_> = module.elements.iter().map(|of| of.id()).collect();
    let data: Vec<_> = module.data.iter().map(|of| of.id()).collect();
    elements
        .into_iter()
        .for_each(|id| module.elements.delete(id));
    data.into_iter().for_each(|id| module.data.delete(id));
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
    }
}

/// What both halves have in common, by the names under which the first exports it.
fn shared(module: &Module) -> Vec<(String, ExportItem)> {
    let memories = module.memories.iter().map(|of| ExportItem::Memory(of.id()));
    let tables = module.tables.iter().map(|of| ExportItem::Table(of.id()));
    let globals = module.globals.iter().map(|of| ExportItem::Global(of.id()));
    let all = memories.chain(tables).chain(globals).enumerate();
    all.map(|(number, item)| (format!("shared{number}"), item))
        .collect()
}

/// Makes imports of functions of the first half, each named by its slot.
fn import_by_slot(module: &mut Module, slots: &BTreeMap<Place, i32>) -> Result<()> {
    let locals = local_functions(module);
    for (place, slot) in slots {
        let id = *locals.get(place).context("no such function")?;
        let import = module.imports.add("first", &slot.to_string(), id);
        let ty = module.funcs.get(id).ty();
        module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    Ok(())
}

/// Gives functions of the rest a body which calls them there, once it is `ready`.
fn call_by_slot(
    module: &mut Module,
    slots: &BTreeMap<Place, i32>,
    ready: FunctionId,
) -> Result<()> {
    let table = table(module)?;
    let locals = local_functions(module);
    for (place, slot) in slots {
        let id = *locals.get(place).context("no such function")?;
        let ty = module.funcs.get(id).ty();
        let parameters = module.types.params(ty).to_vec();
        let results = module.types.results(ty).to_vec();
        let arguments: Vec<_> = parameters.iter().map(|of| module.locals.add(*of)).collect();
        let mut function = FunctionBuilder::new(&mut module.types, &parameters, &results);
        let mut body = function.func_body();
        body.call(ready);
        for argument in &arguments {
            body.local_get(*argument);
        }
        body.i32_const(*slot).call_indirect(ty, table);
        module.funcs.get_mut(id).kind = FunctionKind::Local(function.local_func(arguments));
    }
    Ok(())
}
