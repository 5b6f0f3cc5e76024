package dev.viewstamped.message;

/**
 * A message from one replica to another.
 */
public sealed interface PeerMessage extends Message permits Ping, Pong, Prepare, PrepareOk, Commit, StartViewChange,
		DoViewChange, StartView, GetView, GetState, NewState, IncarnationRequest, IncarnationResponse, Recovery,
		RecoveryResponse, Hello, HelloResponse, Propose, Consent, Withdraw, ConfirmView, ConfirmViewOk, Forward,
		GetPages, NewPages, NewCheckpoint, CheckpointTaken, StartEpoch, EpochStarted, GetEpoch {

	/**
	 * What every message between replicas says of its sender.
	 * @return the header
	 */
	Header header();

}
