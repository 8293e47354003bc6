namespace Offprint.Kernel.Messaging;

/// <summary>The protocol's names of message types.</summary>
internal static class MessageType
{
    public const string KernelInfoRequest = "kernel_info_request";
    public const string ExecuteRequest = "execute_request";
    public const string CompleteRequest = "complete_request";
    public const string InspectRequest = "inspect_request";
    public const string IsCompleteRequest = "is_complete_request";
    public const string HistoryRequest = "history_request";
    public const string CommInfoRequest = "comm_info_request";
    public const string ConnectRequest = "connect_request";
    public const string UsageRequest = "usage_request";
    public const string DebugRequest = "debug_request";
    public const string InterruptRequest = "interrupt_request";
    public const string ShutdownRequest = "shutdown_request";

    public const string ExecuteInput = "execute_input";
    public const string ExecuteResult = "execute_result";
    public const string Stream = "stream";
    public const string DisplayData = "display_data";
    public const string UpdateDisplayData = "update_display_data";
    public const string ClearOutput = "clear_output";
    public const string Error = "error";
    public const string Status = "status";

    public const string InputRequest = "input_request";
    public const string InputReply = "input_reply";

    public const string CommOpen = "comm_open";
    public const string CommMessage = "comm_msg";
    public const string CommClose = "comm_close";
}
