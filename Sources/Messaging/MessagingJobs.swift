

/// Jobs of Messaging: notices of appointments and of sign-in.
public enum MessagingJobs {
}
