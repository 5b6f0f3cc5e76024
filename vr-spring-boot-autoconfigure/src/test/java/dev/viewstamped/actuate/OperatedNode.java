package dev.viewstamped.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;

/**
 * {@link VrNode} for tests that notes what operators ask, and answers as it was told.
 */
public final class OperatedNode implements VrNode {

	private final List<String> asked = new ArrayList<>();

	private NodeReport report = Reports.reconfigured();

	private CompletableFuture<OperatorReply> answer = new CompletableFuture<>();

	public void show(NodeReport report) {
		this.report = report;
	}

	public void answer(CompletableFuture<OperatorReply> answer) {
		this.answer = answer;
	}

	public void answer(OperatorReply.Outcome outcome, String message, long opNumber) {
		answer(outcome, message, opNumber, GroupChange.Phase.TRANSITIONING);
	}

	public void answer(OperatorReply.Outcome outcome, String message, long opNumber, GroupChange.Phase phase) {
		this.answer = CompletableFuture
			.completedFuture(new OperatorReply(new UUID(1, 2), 3, outcome, message, opNumber, Reports.change(phase)));
	}

	/**
	 * What was asked, as text.
	 */
	public List<String> asked() {
		return List.copyOf(this.asked);
	}

	@Override
	public NodeReport report() {
		return this.report;
	}

	@Override
	public CompletableFuture<OperatorReply> operate(OperatorCommand command, long expectedEpoch, List<String> members,
			Duration timeout) {
		this.asked.add(command + " " + expectedEpoch + " " + members + " " + timeout);
		return this.answer;
	}

}
