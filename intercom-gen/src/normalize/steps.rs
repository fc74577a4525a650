//! Which method of a call takes which arguments: the methods that `names.toml` declares for an
//! operation, or else a new one wherever two arguments of the last could be swapped.

use std::collections::BTreeSet;

use crate::model::construction::Constructor;
use crate::model::literals::{Literal, literals};
use crate::model::names::Names;
use crate::model::steps::{Argument, Step};
use crate::model::{Api, Operation, Type};

/// Decides the steps of all operations.
pub(super) fn decide(api: &mut Api, names: &Names) {
    let decided: Vec<_> = api
        .operations()
        .map(|operation| declared(api, operation, names).unwrap_or_else(|| by_rule(api, operation)))
        .collect();
    let operations = api.resources.iter_mut();
    let operations = operations.flat_map(|resource| &mut resource.operations);
    for (operation, steps) in operations.zip(decided) {
        operation.steps = steps;
    }
}

/// The steps that `names.toml` declares. Another version of the description may have other
/// parameters: the rule holds there.
fn declared(api: &Api, operation: &Operation, names: &Names) -> Option<Vec<Step>> {
    let chains = names.arguments.get(&operation.resource)?;
    let starts_here = |chain: &&Constructor| {
        let first = chain.steps.first().and_then(|step| step.method.as_ref());
        first == Some(&operation.name)
    };
    chains.iter().filter(starts_here).find_map(|chain| {
        let mut rest = arguments(operation);
        let mut steps = Vec::new();
        for step in &chain.steps {
            let argument = rest
                .iter()
                .position(|argument| wire(operation, *argument) == step.wire)?;
            steps.push(Step {
                method: step.method.clone()?,
                arguments: vec![rest.remove(argument)],
            });
        }
        steps.last_mut()?.arguments.extend(rest);
        let is_safe = |step: &Step| {
            let mut seen = BTreeSet::new();
            let mut accepted = step
                .arguments
                .iter()
                .flat_map(|argument| accepted(api, operation, *argument));
            accepted.all(|literal| seen.insert(literal))
        };
        (chain.fixed.is_empty() && steps.iter().all(is_safe)).then_some(steps)
    })
}

fn by_rule(api: &Api, operation: &Operation) -> Vec<Step> {
    let mut last = Step {
        method: operation.name.clone(),
        arguments: Vec::new(),
    };
    let mut steps = Vec::new();
    let mut seen = BTreeSet::new();
    for argument in arguments(operation) {
        let accepted = accepted(api, operation, argument);
        if !seen.is_disjoint(&accepted) {
            let next = Step {
                method: name(operation, argument).to_owned(),
                arguments: Vec::new(),
            };
            steps.push(std::mem::replace(&mut last, next));
            seen.clear();
        }
        seen.extend(accepted);
        last.arguments.push(argument);
    }
    steps.push(last);
    steps
}

/// All arguments of an operation: those in the path, the other required parameters that a caller
/// chooses, the body.
fn arguments(operation: &Operation) -> Vec<Argument> {
    let in_path = (0..operation.path_parameters.len()).map(Argument::Path);
    let others = operation.parameters.iter().enumerate();
    let others = others
        .filter(|(_, parameter)| parameter.required && parameter.constant.is_none())
        .map(|(index, _)| Argument::Other(index));
    let body = operation.body.iter().map(|_| Argument::Body);
    in_path.chain(others).chain(body).collect()
}

/// The literals that an argument accepts.
fn accepted(api: &Api, operation: &Operation, argument: Argument) -> BTreeSet<Literal> {
    match argument {
        Argument::Path(index) => match &operation.path_parameters[index].ty {
            ty @ Type::Id { .. } => literals(api, ty),
            // Whatever can be displayed.
            _ => literals(api, &Type::Json),
        },
        Argument::Other(index) => literals(api, &operation.parameters[index].ty),
        Argument::Body => operation
            .body
            .as_ref()
            .map(|body| literals(api, body))
            .unwrap_or_default(),
    }
}

/// The key of an argument in `names.toml`. A parameter `body` stands before the body itself.
fn wire(operation: &Operation, argument: Argument) -> &str {
    match argument {
        Argument::Path(index) => &operation.path_parameters[index].wire,
        Argument::Other(index) => &operation.parameters[index].wire,
        Argument::Body => "body",
    }
}

fn name(operation: &Operation, argument: Argument) -> &str {
    match argument {
        Argument::Path(index) => &operation.path_parameters[index].name,
        Argument::Other(index) => &operation.parameters[index].name,
        Argument::Body => "body",
    }
}
